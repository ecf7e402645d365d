namespace Rma.Policy;

/// <summary>The answer to "what does the requester have to pay for this return?".</summary>
public abstract record ChargeAssessment
{
    private ChargeAssessment(Decision decision) => Decision = decision;

    /// <summary>The explained decision.</summary>
    public Decision Decision { get; }

    /// <summary>A charge is due.</summary>
    /// <param name="Lines">At least one, each positive and in one currency, in whole minor units.</param>
    public sealed record Due(ValueList<ChargeLine> Lines, Decision Decision) : ChargeAssessment(Decision)
    {
        /// <summary>The sum of the lines, without tax.</summary>
        public Money Total => ChargeLine.Sum(Lines);
    }

    /// <summary>Nothing is due: no clause, no charge.</summary>
    public sealed record NothingDue(Decision Decision) : ChargeAssessment(Decision);

    /// <summary>Referred: a person decides, or a fact is missing.</summary>
    /// <param name="Code">The first reason, stable: <c>charge.facts-missing</c>, <c>charge.currencies-differ</c> or
    /// <c>charge.facts-contradict</c>.</param>
    /// <param name="Known">The lines whose amounts are known: the maximum an analyst may charge for each.</param>
    public sealed record Referred(string Code, ValueList<ChargeLine> Known, Decision Decision) : ChargeAssessment(Decision);
}

/// <summary>A line of a charge.</summary>
/// <param name="Kind">One of the constants here; there is no charge without a clause.</param>
/// <param name="Amount">Positive.</param>
/// <param name="Clause">The clause that makes it due.</param>
public sealed record ChargeLine(string Kind, Money Amount, string Clause)
{
    /// <summary>A repair that is not covered, for the approved quote (O1, W6).</summary>
    public const string Repair = "repair";

    /// <summary>A diagnosis whose quote was declined (O3).</summary>
    public const string Diagnosis = "diagnosis";

    /// <summary>Sending a unit back whose quote was declined (O3).</summary>
    public const string ReturnShipping = "return-shipping";

    /// <summary>An exchanged unit that was returned without all its accessories (T5, A-27).</summary>
    public const string RestockingFee = "restocking-fee";

    /// <summary>Another service than ground was requested (W11).</summary>
    public const string FreightDeviation = "freight-deviation";

    /// <summary>The sum of at least one line.</summary>
    /// <exception cref="CurrencyMismatchException">They are in more than one currency.</exception>
    public static Money Sum(IReadOnlyList<ChargeLine> lines) => lines.Skip(1).Aggregate(lines[0].Amount, (sum, line) => sum + line.Amount);
}
