using Rma.EventSourcing;
using Rma.Issuance.Notices;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;

namespace Rma.Issuance.Returns;

/// <summary>Performs what the process answered, in the transaction of the message: the only place where a return has effects.</summary>
internal sealed class ReturnPerformer(
    ReturnStreams streams, ReturnArrivals arrivals, Orders.ReplacementOrders orders, NoticeBoard board, Provenance provenance,
    TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task Perform(ReturnStep step, ReturnDelivery message)
    {
        provenance.CorrelationId = step.After.RmaId.ToString("D");
        foreach (var effect in step.Effects) await Perform(step, effect, message);
        if (step.NoteText is { } note) await Note(step, new ReturnNoted(step.From, message.Name, note, Now), message.CancellationToken);
        if (step.Moves)
            await streams.Returns.Append(step.After.CorrelationId, _ =>
                [new ReturnMoved(step.From, step.After.CurrentState, message.Name, Now)], message.CancellationToken);
    }

    private Task Perform(ReturnStep step, ReturnEffect effect, ReturnDelivery message)
    {
        var (line, cancelled) = (step.After, message.CancellationToken);
        return effect switch
        {
            ReturnEffect.Publish publish => Publish(step, publish.Message, message),
            ReturnEffect.Schedule schedule => message.Publish(schedule.Message, null, schedule.At, line.RmaId),
            ReturnEffect.Notify notify => Notify(notify.Notice),
            ReturnEffect.Record record => streams.Returns.Append(line.CorrelationId, _ => [record.Event], cancelled),
            ReturnEffect.RecordInBiography record => streams.Units.Append(record.SerialNumber, unit =>
                NoteInBiography.Decide(unit, new(record.Event)), cancelled),
            ReturnEffect.RecordCredit record => streams.Units.Append(line.SerialNumber, unit =>
                NoteCredit.Decide(unit, new(record.Credit)), cancelled),
            ReturnEffect.RecordArrival arrival => RecordArrival(step, arrival, message),
            ReturnEffect.RequestCredit request => RequestCredit(step, request.Confirmed, message),
            ReturnEffect.RequestCharge => RequestCharge(step, message),
            ReturnEffect.OpenRepairJob job => OpenRepairJob(step, job.Purpose, message),
            ReturnEffect.ReleaseOrder => orders.Release(line, cancelled),
            ReturnEffect.CloseRemedy close => Close(line, close.Outcome, cancelled),
            ReturnEffect.ReopenRemedy => Reopen(line, cancelled),
            _ => throw new InvalidOperationException($"Nothing performs {effect.GetType().Name}."),
        };
    }

    // The id comes from the return, its move and the message that it answers: the same step always publishes the same.
    private static Task Publish(ReturnStep step, object message, ReturnDelivery cause) => cause.Publish(
        message, NameBasedId.Of($"return-{step.Before.CorrelationId}/{step.Before.Moves}/{message.GetType().Name}/{cause.Id:D}"), null,
        step.After.RmaId);

    private Task Notify(Notice notice)
    {
        board.Post(notice);
        return Task.CompletedTask;
    }

    private async Task RecordArrival(ReturnStep step, ReturnEffect.RecordArrival arrival, ReturnDelivery message)
    {
        if (await arrivals.Record(step.After, arrival.Unit, message.CancellationToken) is { } withdrawn)
            await Publish(step, withdrawn, message);
    }

    private async Task RequestCredit(ReturnStep step, bool confirmed, ReturnDelivery message)
    {
        var line = step.After;
        var unit = await streams.Units.Get(line.SerialNumber, message.CancellationToken);
        var order = line.IsAdvanceReplacement ? await orders.Of(line, message.CancellationToken) : null;
        await Publish(step, ReturnRequests.Credit(line, unit, order, confirmed, Now), message);
    }

    private async Task RequestCharge(ReturnStep step, ReturnDelivery message)
    {
        var unit = await streams.Units.Get(step.After.SerialNumber, message.CancellationToken);
        await Publish(step, ReturnRequests.Charge(step.After, unit, Now), message);
    }

    private async Task OpenRepairJob(ReturnStep step, string purpose, ReturnDelivery message)
    {
        var unit = await streams.Units.Get(step.After.SerialNumber, message.CancellationToken);
        await Publish(step, ReturnRequests.RepairJob(step.After, purpose, unit, Now), message);
    }

    private async Task Close(ReturnState line, string outcome, CancellationToken cancellationToken)
    {
        await streams.Units.Append(line.SerialNumber, unit =>
            CloseRemedy.Decide(unit, new(line.CorrelationId, outcome, Now)), cancellationToken);
        await streams.Rmas.Append(line.RmaId, rma => CloseLine.Decide(rma, new(line.CorrelationId, outcome, Now)), cancellationToken);
    }

    // If another return has the unit by now, both go on: the lifetime cap keeps it from being paid twice.
    private Task Reopen(ReturnState line, CancellationToken cancellationToken) => streams.Units.Append(line.SerialNumber, unit =>
        unit.OpenRemedyOf(line.MeantSku) is null
            ? OpenRemedy.Decide(unit, new(line.CorrelationId, line.RmaId, line.RmaNumber, line.Remedy, Now, line.MeantSku)) : [],
        cancellationToken);

    // Once for the same message in the same state: a message delivered often does not fill the stream.
    private Task Note(ReturnStep step, ReturnNoted note, CancellationToken cancellationToken) => streams.Returns.Append(
        step.After.CorrelationId,
        history => history.LastNote is { } last && last.Message == note.Message && last.Note == note.Note ? [] : [note],
        cancellationToken);
}

/// <summary>The streams that a return appends to.</summary>
internal sealed record ReturnStreams(
    Streams<Return, ReturnEvent> Returns, Streams<Unit, UnitEvent> Units, Streams<ReturnAuthorization, RmaEvent> Rmas);

/// <summary>A message as it was delivered, and the way to publish what follows from it.</summary>
/// <param name="Name">Its name in the history of a return.</param>
/// <param name="Publish">Publishes into the transaction of the message.</param>
internal sealed record ReturnDelivery(string Name, Guid? Id, PublishMessage Publish, CancellationToken CancellationToken);

/// <summary>Publishes a message.</summary>
/// <param name="messageId">Null for a new id.</param>
/// <param name="at">When it leaves; null for now.</param>
/// <param name="rmaId">The conversation.</param>
internal delegate Task PublishMessage(object message, Guid? messageId, DateTimeOffset? at, Guid rmaId);
