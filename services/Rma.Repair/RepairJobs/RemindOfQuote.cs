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

/// <summary>Schedules both deadlines of a quote, durably, in the transaction that stores it.</summary>
internal sealed class QuoteDeadlines(IPublishEndpoint publish) : IReaction<RepairJob, RepairJobEvent>
{
    public async Task On(Appended<RepairJob, RepairJobEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var unit in appended.Steps.Where(step => step.Event is RepairQuoted).Select(step => step.State).OfType<RepairJob.Quoted>())
        {
            await Set(unit, escalate: false, unit.Quote.RemindAt, appended.StreamKey, cancellationToken);
            await Set(unit, escalate: true, unit.Quote.EscalateAt, appended.StreamKey, cancellationToken);
        }
    }

    private Task Set(RepairJob.Quoted unit, bool escalate, DateTimeOffset at, string streamKey, CancellationToken cancellationToken)
    {
        var job = unit.Job;
        var due = new QuoteDue(job.RepairJobId, job.ReturnId, job.RmaId, job.RmaNumber, job.Line, job.SerialNumber, unit.Quote.QuoteVersion,
            escalate, at);
        return publish.Publish(due, context =>
        {
            context.MessageId = NameBasedId.Of($"{streamKey}/quote-due/{due.QuoteVersion}/{(escalate ? "escalate" : "remind")}");
            context.VisibleAt(at);
        }, cancellationToken);
    }
}
