using Rma.Console.Facts;
using Rma.Contracts.Issuance;
using Rma.ServiceDefaults;

namespace Rma.Console.Returns;

/// <summary>An amount.</summary>
/// <param name="Text">The same as text: safe where numbers are binary.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Money(decimal Amount, string Text, string Currency)
{
    internal static Money? Of(decimal? amount, string? currency) => amount is { } sum && currency is not null
        ? new(sum, sum.ToString(System.Globalization.CultureInfo.InvariantCulture), currency) : null;
}

/// <summary>A return as people say it.</summary>
/// <param name="Sentence">Where it is and what it waits for, in one sentence.</param>
/// <param name="State">A state of a return, or of an item without one: <c>Denied</c>, <c>Referred</c>, <c>Withdrawn</c>,
/// <c>Lapsed</c>.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="Next">Who has the next step: <c>requester</c>, <c>inspector</c>, <c>bench</c>, <c>credit</c>, <c>analyst</c> or
/// <c>desk</c>; null when it has ended.</param>
/// <param name="DueOn">The last day of the next step, policy-local.</param>
/// <param name="RequestedAt">When its number was issued, or its request denied or referred.</param>
/// <param name="ValidThrough">Last valid day of the number, policy-local; 9999-12-31 for a ticket.</param>
/// <param name="Reference">The requester's own number.</param>
/// <param name="Code">Why an item was denied, stable; null where only its whole request was judged, and for all else.</param>
/// <param name="TrackingNumber">Of the carton that its requester announced last, as its carrier.</param>
/// <param name="AssignedTo">Who is at it; employees see it.</param>
/// <param name="HeldUntil">The last day of its hold, policy-local: until then it is not overdue. Employees see it.</param>
public sealed record ReturnView(
    Guid ReturnId, string Sentence, [OneOf(typeof(ReturnStates), typeof(ItemStates))] string State, DateTimeOffset Since,
    [OneOf(typeof(NextBy))] string? Next, string? WaitsFor, DateOnly? DueOn, bool Overdue, string? RmaNumber, int? Line, string AccountId,
    string? AccountName, [OneOf(typeof(Policy.Remedies))] string Remedy, string SerialNumber, string? Sku, DateTimeOffset RequestedAt,
    DateOnly? ValidThrough, string? Reference, string? ReasonCode, string? Defect, string? Site, DateTimeOffset? ArrivedAt,
    [OneOf(typeof(Outcomes), typeof(RequestOutcomes))] string? Outcome, DateTimeOffset? ClosedAt, string? Reason, int? QuoteVersion,
    Money? Quote, Guid? CreditId, Money? Credit, Guid? ChargeId, Money? Charge, string? OrderId, string? ReplacementSerial,
    string? LoanerSerial, string? Reissues, DateTimeOffset ChangedAt, string? AssignedTo, DateOnly? HeldUntil, string? HoldReason,
    string? Code = null, string? Carrier = null, string? TrackingNumber = null)
{
    /// <summary>The request; work on an item that has no return is work on it.</summary>
    internal Guid RmaId { get; init; }

    internal static ReturnView Of(ReturnRow row, string? accountName, Ageing ageing, bool toRequester)
    {
        // How long a referred request may wait inside is no promise; its notice says when it lapses.
        var due = toRequester && row.State == ItemStates.Referred ? null : ageing.DueOn(row);
        return new(
            row.ReturnId, ReturnWords.Sentence(row, ageing.DayOf(row.Since), due, toRequester), row.State, row.Since, NextBy.In(row.State),
            ReturnWords.WaitsFor(row, toRequester), due, ageing.IsOverdue(row), row.RmaNumber, row.Line, row.AccountId, accountName,
            row.Remedy, row.SerialNumber, row.Sku, row.RequestedAt, row.ValidThrough, row.Reference, row.ReasonCode, row.Defect, row.Site,
            row.ArrivedAt, row.Outcome, row.ClosedAt, row.Reason, row.QuoteVersion, Money.Of(row.QuoteAmount, row.QuoteCurrency),
            row.CreditId, Money.Of(row.CreditAmount, row.CreditCurrency), row.ChargeId, Money.Of(row.ChargeAmount, row.ChargeCurrency),
            row.OrderId, row.ReplacementSerial, row.LoanerSerial, row.Reissues, row.ChangedAt, toRequester ? null : row.AssignedTo,
            toRequester ? null : row.HeldUntil, toRequester ? null : row.HoldReason, row.Code, row.Carrier,
            row.TrackingNumber) { RmaId = row.RmaId };
    }
}

/// <summary>One thing that happened.</summary>
/// <param name="What">The kind, stable: the message's name in kebab case.</param>
/// <param name="Text">In the field's words.</param>
/// <param name="Clauses">Of the policy, where it decided.</param>
/// <param name="By">Who caused it; null when it is not known, and for the requester.</param>
public sealed record TimelineLine(DateTimeOffset At, string What, string Text, string[] Clauses, string? By)
{
    internal static IEnumerable<TimelineLine> Of(IEnumerable<Fact> facts, bool toRequester) =>
        from fact in ReturnStory.InOrder(facts)
        where !toRequester || FactWords.IsForRequester(fact.Message)
        let text = FactWords.Of(fact.Message)
        where text is not null
        select new TimelineLine(
            fact.At, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(fact.Message.GetType().Name), text,
            FactWords.ClausesOf(fact.Message), toRequester ? null : fact.Actor);
}

/// <summary>A return with all that happened.</summary>
public sealed record ReturnWithTimeline(ReturnView Return, IReadOnlyList<TimelineLine> Timeline)
{
    /// <summary>The job at the bench that was quoted last; null when none was.</summary>
    internal Guid? QuotedJob { get; init; }
}
