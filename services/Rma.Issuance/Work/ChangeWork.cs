using Rma.EventSourcing;

namespace Rma.Issuance.Work;

/// <summary>Whoever asks takes it over, unless somebody else is at it.</summary>
public sealed record ClaimWork(WorkSubject Subject, string By, DateTimeOffset Now)
{
    public static IEnumerable<WorkEvent> Decide(WorkState state, ClaimWork command) => state.AssignedTo switch
    {
        null => [new WorkAssigned(command.Subject, command.By, command.By, command.Now)],
        { } other when Persons.AreSame(other, command.By) => [],
        { } other => throw new RefusedException("work.with-somebody-else", $"{other} is at it.")
        {
            WouldChange = "They release it, or the returns desk assigns it to you.",
        },
    };
}

/// <summary>The returns desk gives it to somebody, whoever was at it.</summary>
public sealed record AssignWork(WorkSubject Subject, string To, string By, DateTimeOffset Now)
{
    public static IEnumerable<WorkEvent> Decide(WorkState state, AssignWork command) =>
        state.AssignedTo is { } known && Persons.AreSame(known, command.To) ? []
            : [new WorkAssigned(command.Subject, command.To, command.By, command.Now)];
}

/// <summary>Gives it back: whoever is at it, or the returns desk.</summary>
public sealed record ReleaseWork(WorkSubject Subject, string By, bool IsDesk, DateTimeOffset Now)
{
    public static IEnumerable<WorkEvent> Decide(WorkState state, ReleaseWork command) => state.AssignedTo switch
    {
        null => [],
        { } other when command.IsDesk || Persons.AreSame(other, command.By) =>
            [new WorkReleased(command.Subject, command.By, command.Now)],
        { } other => throw new RefusedException("work.with-somebody-else", $"{other} is at it."),
    };
}

/// <summary>Says that nothing can be done until a day: until it is over, it is not overdue.</summary>
/// <param name="Until">The last day of the hold, policy-local.</param>
public sealed record HoldWork(WorkSubject Subject, DateOnly Until, string Reason, DateOnly Today, string By, DateTimeOffset Now)
{
    private const int LongestDays = 366;

    public static IEnumerable<WorkEvent> Decide(WorkState state, HoldWork command)
    {
        if (command.Until < command.Today || command.Until > command.Today.AddDays(LongestDays))
            throw new RefusedException(
                "work.hold-out-of-range", $"A hold ends today at the earliest, and within {LongestDays} days.");
        return state.Hold == new WorkHold(command.Until, command.Reason) ? []
            : [new WorkHeld(command.Subject, command.Until, command.Reason, command.By, command.Now)];
    }
}

/// <summary>It goes on.</summary>
public sealed record EndHold(WorkSubject Subject, string By, DateTimeOffset Now)
{
    public static IEnumerable<WorkEvent> Decide(WorkState state, EndHold command) =>
        state.Hold is null ? [] : [new HoldEnded(command.Subject, command.By, command.Now)];
}

/// <summary>Writes down what colleagues should know.</summary>
public sealed record NoteWork(WorkSubject Subject, string Text, string By, DateTimeOffset Now)
{
    public static IEnumerable<WorkEvent> Decide(WorkState state, NoteWork command) =>
        [new WorkNoted(command.Subject, command.Text, command.By, command.Now)];
}
