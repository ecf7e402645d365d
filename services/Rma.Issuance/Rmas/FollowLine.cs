namespace Rma.Issuance.Rmas;

/// <summary>Notes that a line's unit has arrived.</summary>
public sealed record NoteArrival(Guid ReturnId, DateTimeOffset Now, DateTimeOffset? DockedAt = null)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, NoteArrival command) => rma switch
    {
        ReturnAuthorization.Issued issued when !issued.Arrived.Contains(command.ReturnId) =>
            [new LineArrived(command.ReturnId, command.Now, command.DockedAt)],
        _ => [],
    };
}

/// <summary>Notes that a line's return has ended.</summary>
public sealed record CloseLine(Guid ReturnId, string Outcome, DateTimeOffset Now)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, CloseLine command) => rma switch
    {
        ReturnAuthorization.Issued issued when issued.Closed.LastOrDefault(closed =>
            closed.ReturnId == command.ReturnId)?.Outcome != command.Outcome =>
            [new LineClosed(command.ReturnId, command.Outcome, command.Now)],
        _ => [],
    };
}
