using MassTransit;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Reminds the requester of an unanswered quote, later escalates to a person. Silence is never an answer (rule 64, A-20).
/// </summary>
public sealed record RemindOfQuote(int QuoteVersion, bool Escalate, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, RemindOfQuote command) => job switch
    {
        RepairJob.Quoted { Quote: var quote } unit when quote.QuoteVersion == command.QuoteVersion && IsDue(unit, command) =>
            [new QuoteReminded(quote.QuoteVersion, command.Escalate, command.Now)],
        _ => [], // answered, superseded by a new version, or already reminded
    };

    private static bool IsDue(RepairJob.Quoted unit, RemindOfQuote command) => command.Escalate
        ? command.Now >= unit.Quote.EscalateAt && unit.Reminder is not { Escalated: true }
        : command.Now >= unit.Quote.RemindAt && unit.Reminder is null;
}

internal sealed class QuoteDueConsumer(Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock) : IConsumer<QuoteDue>
{
    public Task Consume(ConsumeContext<QuoteDue> context)
    {
        var command = new RemindOfQuote(context.Message.QuoteVersion, context.Message.Escalate, clock.GetUtcNow());
        return repairJobs.Append(context.Message.RepairJobId, job => RemindOfQuote.Decide(job, command), context.CancellationToken);
    }
}

/// <summary>Both deadlines of a quote: the reminder, and the escalation to a person.</summary>
internal static class QuoteDeadlines
{
    public static IEnumerable<Deadline> Of(Step<RepairJob, RepairJobEvent> step) => step switch
    {
        { Event: RepairQuoted, State: RepairJob.Quoted unit } =>
            [Due(unit, escalate: false, unit.Quote.RemindAt), Due(unit, escalate: true, unit.Quote.EscalateAt)],
        _ => [],
    };

    private static Deadline Due(RepairJob.Quoted unit, bool escalate, DateTimeOffset at) => new(
        $"quote-due/{unit.Quote.QuoteVersion}/{(escalate ? "escalate" : "remind")}", at, new QuoteDue(
            unit.Job.RepairJobId, unit.Job.ReturnId, unit.Job.RmaId, unit.Job.RmaNumber, unit.Job.Line, unit.Job.SerialNumber,
            unit.Quote.QuoteVersion, escalate, at));
}
