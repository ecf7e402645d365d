using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// The requester approves a version of the quote with its amount (A-20, rule 57): if either is wrong, nothing is approved.
/// </summary>
/// <param name="Currency">Null = the quote's.</param>
/// <param name="IsForRequester">Whether somebody else says so in the requester's name: the returns desk.</param>
/// <param name="Evidence">Then where the requester's word is found: the mail, the call; null for the requester.</param>
public sealed record ApproveQuote(
    int QuoteVersion, decimal Amount, string? Currency, string By, DateTimeOffset Now, bool IsForRequester = false, string? Evidence = null)
{
    private const int ShortestEvidence = 10;

    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ApproveQuote command) => job switch
    {
        RepairJob.Quoted when command.IsForRequester && (command.Evidence?.Length ?? 0) < ShortestEvidence =>
            throw new RefusedException("quote.evidence-missing", "Say where the requester's word is found, in at least ten characters.")
            {
                Clauses = [Clauses.O1], WouldChange = "The mail or call in which the requester agreed, or the requester's own approval.",
            },
        RepairJob.Quoted { Quote: var quote } when Persons.AreSame(quote.QuotedBy, command.By) => throw Refusals.QuotedBySamePerson(),
        RepairJob.Quoted { Quote: var quote } => Names(quote, command)
            ? [new QuoteApproved(quote.QuoteVersion, quote.Amount, quote.Currency, command.By, command.Now, command.Evidence)]
            : throw OtherQuote(quote),
        RepairJob.Approved { Quote: var quote } => Names(quote, command) ? [] : throw OtherQuote(quote),
        RepairJob.Repaired { Quote: { } quote } => Names(quote, command) ? [] : throw Refusals.WorkDone(),
        RepairJob.Completed { Quote: { } quote } => Names(quote, command) ? [] : throw Refusals.WorkDone(),
        RepairJob.Declined => throw Refusals.QuoteDeclined(),
        _ => throw Unanswerable(job),
    };

    private static bool Names(RepairQuoted quote, ApproveQuote command) =>
        quote.QuoteVersion == command.QuoteVersion && quote.Amount == command.Amount
            && (command.Currency ?? quote.Currency) == quote.Currency;

    private static RefusedException OtherQuote(RepairQuoted quote) => new("quote.other-version",
        $"The quote that stands is version {quote.QuoteVersion} over {Currencies.Show(quote.Amount, quote.Currency)}.")
    {
        Clauses = [Clauses.O1], WouldChange = "An approval that names exactly this version and amount.",
    };

    /// <summary>There is no quote to answer.</summary>
    internal static RefusedException Unanswerable(RepairJob job) => job switch
    {
        RepairJob.NotOpened => Refusals.Unknown(),
        RepairJob.Done done => Refusals.Over(done),
        _ => new("repair.not-quoted", "No quote waits for an answer here."),
    };
}

/// <summary>The requester declines the quote and wants the unit back: diagnosis and shipping are charged (O3).</summary>
public sealed record DeclineQuote(int QuoteVersion, string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, DeclineQuote command) => job switch
    {
        RepairJob.Quoted { Quote: var quote } => quote.QuoteVersion == command.QuoteVersion
            ? [new QuoteDeclined(quote.QuoteVersion, command.Reason, command.By, command.Now)]
            : throw OtherVersion(quote),
        RepairJob.Declined { Quote: var quote } => quote.QuoteVersion == command.QuoteVersion ? [] : throw OtherVersion(quote),
        RepairJob.Approved or RepairJob.Repaired { Quote: not null } or RepairJob.Completed { Quote: not null } =>
            throw new RefusedException("quote.already-approved", "This quote has been approved.") { Clauses = [Clauses.O1] },
        _ => throw ApproveQuote.Unanswerable(job),
    };

    private static RefusedException OtherVersion(RepairQuoted quote) =>
        new("quote.other-version", $"The quote that stands is version {quote.QuoteVersion}.")
    {
        Clauses = [Clauses.O3], WouldChange = "A refusal that names this version.",
    };
}
