using Rma.Contracts.Issuance;
using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Work;

/// <summary>What is told of work: who is at it now, and what was noted.</summary>
internal static class WorkIntegrationEvents
{
    public static IEnumerable<object> Of(WorkState state, WorkEvent @event) =>
    [
        @event switch
        {
            WorkAssigned e => Told(state, e, WorkChanges.Assigned, e.At),
            WorkReleased e => Told(state, e, WorkChanges.Released, e.At),
            WorkHeld e => Told(state, e, WorkChanges.Held, e.At),
            HoldEnded e => Told(state, e, WorkChanges.HoldEnded, e.At),
            WorkNoted e => Told(state, e, WorkChanges.Noted, e.At) with { Note = e.Text },
            _ => throw new InvalidOperationException($"Nobody tells of {@event.GetType().Name}."),
        },
    ];

    private static V1.WorkChanged Told(WorkState state, WorkEvent @event, string change, DateTimeOffset at) => new(
        @event.Subject.RmaId, @event.Subject.ReturnId, state.Number, change, state.AssignedTo, state.Hold?.Until, state.Hold?.Reason,
        null, at);
}
