using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.Policy;

namespace Rma.Console.Pages;

/// <summary>What whoever asked for a return, or the returns desk, does with it. The names are the last parts of the routes.</summary>
internal static class ReturnDeeds
{
    public const string Cancel = "cancellation";
    public const string Withdraw = "withdrawal";
    public const string Reconsider = "reconsideration";
    public const string Reissue = "reissue";
    public const string Announce = "shipments";
    public const string Approve = "quote-approval";
    public const string Decline = "quote-refusal";
    public const string Dispute = "disputes";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Approve, Decline, Announce, Reissue, Reconsider, Withdraw, Cancel, Dispute];
}

/// <summary>What of an answer can be disputed.</summary>
/// <param name="Subject">As <c>/disputes</c> names it.</param>
internal sealed record Disputable(string Subject, string Reference)
{
    /// <summary>A decision that was against the requester, or money.</summary>
    public static IEnumerable<Disputable> Of(ReturnView one)
    {
        if (one.State == ItemStates.Denied) yield return new("rma", $"{one.RmaId:D}");
        if (one.CreditId is { } credit) yield return new("credit", $"{credit:D}");
        if (one.ChargeId is { } charge) yield return new("charge", $"{charge:D}");
        if (one is { State: ReturnStates.Closed or ReturnStates.Expired, CreditId: null }) yield return new("line", $"{one.ReturnId:D}");
    }
}

/// <summary>What is known of a return beside what is shown of it.</summary>
/// <param name="Siblings">All lines of its number.</param>
/// <param name="ReissuedBy">The number that was issued instead of its own.</param>
/// <param name="QuotedJob">The job at the bench that was quoted last.</param>
internal sealed record ReturnSituation(IReadOnlyList<ReturnView> Siblings, string? ReissuedBy, Guid? QuotedJob);

/// <summary>
/// What may be done next, and why something that people expect may not. It only says what is worth offering: the services decide.
/// </summary>
internal sealed record NextDeeds(IReadOnlyList<string> Offered, IReadOnlyList<Refusal> Against)
{
    private static readonly string[] NotYetThere = [ReturnStates.Initial, ReturnStates.AwaitingArrival];
    private static readonly string[] Gone = [ReturnStates.Expired, ReturnStates.Cancelled];
    private static readonly string[] Over = [.. Gone, ReturnStates.Closed];

    /// <summary>Nothing.</summary>
    public static NextDeeds None { get; } = new([], []);

    /// <param name="today">Policy-local.</param>
    public static NextDeeds Of(ReturnView one, ReturnSituation situation, DateOnly today)
    {
        var (offered, against) = one.State switch
        {
            ItemStates.Referred => (new List<string> { ReturnDeeds.Reconsider, ReturnDeeds.Withdraw }, new List<Refusal>()),
            ReturnStates.AwaitingQuoteAnswer when situation.QuotedJob is not null && one.Quote is not null =>
                ([ReturnDeeds.Approve, ReturnDeeds.Decline], []),
            ReturnStates.AwaitingArrival => Awaited(one, situation, today),
            ReturnStates.AwaitingInspection => ([], [Arrived]),
            _ when Gone.Contains(one.State) => situation.ReissuedBy is { } other
                ? ([], [new($"{other} was issued instead of this number.", "rma.already-reissued", [Clauses.P4])])
                : ([ReturnDeeds.Reissue], []),
            _ => ([], []),
        };
        if (Disputable.Of(one).Any()) offered.Add(ReturnDeeds.Dispute);
        return new(offered, against);
    }

    private static Refusal Arrived =>
        new("A unit has already arrived on this number; it can no longer be cancelled.", "rma.already-arrived", []);

    private static (List<string> Offered, List<Refusal> Against) Awaited(ReturnView one, ReturnSituation situation, DateOnly today)
    {
        List<string> offered = [];
        List<Refusal> against = [];
        if (today > one.ValidThrough)
        {
            against.Add(new($"This number was valid through {Written.Day(one.ValidThrough.Value)}; a carton with it is refused.",
                "rma.expired", [Clauses.P4, Clauses.P3]));
            offered.Add(situation.ReissuedBy is null ? ReturnDeeds.Reissue : ReturnDeeds.Cancel);
            return (offered, against);
        }

        offered.Add(ReturnDeeds.Announce);
        if (situation.Siblings.Any(line => Over.Contains(line.State)))
            against.Add(new("A line of this number has already come to its end; the number can no longer be cancelled.",
                "rma.already-closed", []));
        else if (situation.Siblings.Any(line => !NotYetThere.Contains(line.State))) against.Add(Arrived);
        else offered.Add(ReturnDeeds.Cancel);
        return (offered, against);
    }
}
