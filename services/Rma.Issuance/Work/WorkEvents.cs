using Rma.EventSourcing;

namespace Rma.Issuance.Work;

// All events of a work stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>What is worked on.</summary>
/// <param name="ReturnId">The returned line; null for a request as a whole.</param>
public sealed record WorkSubject(Guid RmaId, Guid? ReturnId);

/// <summary>
/// An event of the work on a return or a request. It moves nothing: it tells people who is at it, and what they should know.
/// </summary>
public abstract record WorkEvent
{
    private protected WorkEvent() { }

    /// <summary>What it is about.</summary>
    public abstract WorkSubject Subject { get; init; }
}

/// <summary>Somebody took it over, or was given it.</summary>
public sealed record WorkAssigned(WorkSubject Subject, string To, string By, DateTimeOffset At) : WorkEvent;

/// <summary>Nobody is at it any more.</summary>
public sealed record WorkReleased(WorkSubject Subject, string By, DateTimeOffset At) : WorkEvent;

/// <summary>Nothing can be done until a day.</summary>
/// <param name="Until">The last day of the hold, policy-local.</param>
public sealed record WorkHeld(WorkSubject Subject, DateOnly Until, string Reason, string By, DateTimeOffset At) : WorkEvent;

/// <summary>It goes on before that day.</summary>
public sealed record HoldEnded(WorkSubject Subject, string By, DateTimeOffset At) : WorkEvent;

/// <summary>Somebody wrote down what colleagues should know.</summary>
public sealed record WorkNoted(WorkSubject Subject, string Text, string By, DateTimeOffset At) : WorkEvent;

/// <summary>A hold.</summary>
/// <param name="Until">Its last day, policy-local.</param>
public sealed record WorkHold(DateOnly Until, string Reason);

/// <summary>Who is at it, and whether it is on hold.</summary>
/// <param name="AssignedTo">Subject of a token; null when nobody is.</param>
/// <param name="Number">How many events there are.</param>
public sealed record WorkState(string? AssignedTo, WorkHold? Hold, int Number) : IState<WorkState, WorkEvent>
{
    /// <inheritdoc />
    public static WorkState Initial { get; } = new(null, null, 0);

    /// <inheritdoc />
    public static WorkState Evolve(WorkState state, WorkEvent @event)
    {
        var next = state with { Number = state.Number + 1 };
        return @event switch
        {
            WorkAssigned assigned => next with { AssignedTo = assigned.To },
            WorkReleased => next with { AssignedTo = null },
            WorkHeld held => next with { Hold = new(held.Until, held.Reason) },
            HoldEnded => next with { Hold = null },
            _ => next,
        };
    }
}
