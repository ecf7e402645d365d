using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The answer to "what is this return worth?".</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Entitled), "entitled")]
[JsonDerivedType(typeof(NotEntitled), "not-entitled")]
[JsonDerivedType(typeof(Referred), "referred")]
public abstract record CreditAssessment
{
    private CreditAssessment(Decision decision) => Decision = decision;

    /// <summary>The explained decision.</summary>
    public Decision Decision { get; }

    /// <summary>A credit is due, in the invoice's currency, in whole minor units, and never with freight (C6).</summary>
    /// <param name="Price">The price paid, rounded down to the minor unit so that no more than it is ever credited (W13).</param>
    /// <param name="Fee">The restocking fee; null when nothing triggers one.</param>
    /// <param name="TaxReversal">The tax reversed as invoiced.</param>
    /// <param name="Decision">The explained decision.</param>
    public sealed record Entitled(Money Price, RestockingFee? Fee, Money TaxReversal, Decision Decision) : CreditAssessment(Decision)
    {
        /// <summary>Price less fee, without tax: what counts towards the lifetime cap.</summary>
        [JsonIgnore]
        public Money NetCredit => Fee is null ? Price : Price - Fee.Amount;

        /// <summary>The total credit: the sum of the lines.</summary>
        [JsonIgnore]
        public Money Total => NetCredit + TaxReversal;

        /// <summary>The lines of the credit note: always the price; a fee (negative) and a tax reversal where they are not zero.</summary>
        [JsonIgnore]
        public ValueList<CreditLine> Lines =>
        [
            new(CreditLine.PriceKind, Price),
            .. Fee is { Amount.Amount: not 0m } fee ? [new(CreditLine.RestockingFeeKind, -fee.Amount)] : Array.Empty<CreditLine>(),
            .. TaxReversal.Amount != 0m ? [new(CreditLine.TaxReversalKind, TaxReversal)] : Array.Empty<CreditLine>(),
        ];
    }

    /// <summary>No credit.</summary>
    /// <param name="Code">
    /// The first reason, stable: <c>credit.no-rma-number</c>, <c>credit.remedy-never-credits</c>, <c>credit.licence-activated</c>,
    /// <c>credit.window-closed</c> or
    /// <c>credit.over-price-paid</c>, <c>credit.nothing-due</c>; of an advance replacement also <c>credit.no-fault-found</c>,
    /// <c>credit.excluded</c>,
    /// <c>credit.replacement-late</c>, <c>-item</c>, <c>-order-early</c>, <c>-unreferenced</c>, <c>-order-late</c> or <c>-not-received</c>.
    /// </param>
    /// <param name="Decision">The explained decision, with all reasons.</param>
    public sealed record NotEntitled(string Code, Decision Decision) : CreditAssessment(Decision);

    /// <summary>Referred: a person decides, or a fact is missing.</summary>
    /// <param name="Code">
    /// The first reason, stable: <c>invoice.facts-missing</c>, <c>credit.arrived-before-invoice</c>, <c>credit.arrived-before-issue</c>,
    /// <c>credit.facts-missing</c>,
    /// <c>credit.earlier-credit</c>, <c>credit.not-inspected</c>, <c>credit.serial-label</c>, <c>credit.damaged</c>,
    /// <c>credit.not-tested</c> or
    /// <c>credit.replacement-not-ordered</c>, <c>credit.replacement-used-up</c>, <c>credit.facts-contradict</c>,
    /// <c>credit.activated-after-decision</c>,
    /// <c>credit.ordered-after-decision</c> or <c>credit.line-credited-elsewhere</c>.
    /// </param>
    /// <param name="Bounds">What an analyst may grant; null while facts the amount depends on are missing.</param>
    /// <param name="Decision">The explained decision, with all reasons.</param>
    public sealed record Referred(string Code, CreditBounds? Bounds, Decision Decision) : CreditAssessment(Decision);
}

/// <summary>A line of a credit note.</summary>
/// <param name="Kind">One of the constants here; there is no kind for freight (C6).</param>
/// <param name="Amount">Negative for a deduction.</param>
public sealed record CreditLine(string Kind, Money Amount)
{
    /// <summary>The price paid.</summary>
    public const string PriceKind = "price";

    /// <summary>The restocking fee, negative (C3).</summary>
    public const string RestockingFeeKind = "restocking-fee";

    /// <summary>Reversed tax as invoiced .</summary>
    public const string TaxReversalKind = "tax-reversal";
}

/// <summary>
/// What an analyst may grant in a referred case, without tax: from zero to price less fee (C5, A-44), within the lifetime cap (W13).
/// </summary>
/// <param name="Minimum">Inclusive.</param>
/// <param name="Maximum">Inclusive.</param>
public sealed record CreditBounds(Money Minimum, Money Maximum)
{
    /// <summary>Whether an amount may be granted; an amount in another currency may not .</summary>
    public bool Allows(Money amount) =>
        amount.Currency == Minimum.Currency && amount.Amount >= Minimum.Amount && amount.Amount <= Maximum.Amount;
}
