using Rma.EventSourcing;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>A unit that was received under its number.</summary>
public abstract record ReceivedUnit : IState<ReceivedUnit, ReceivedUnitEvent>
{
    private protected ReceivedUnit() { }

    /// <summary>Not received.</summary>
    public sealed record NotReceived : ReceivedUnit;

    /// <summary>Waits for an inspector.</summary>
    public sealed record AwaitingInspection(UnitReceived Unit) : ReceivedUnit;

    /// <summary>An exclusion that the policy does not name waits for a second person.</summary>
    public sealed record AwaitingSecondPerson(UnitReceived Unit, OtherExclusionProposed Proposal) : ReceivedUnit;

    /// <summary>Inspected, once.</summary>
    public sealed record Inspected(UnitReceived Unit, UnitInspected Inspection) : ReceivedUnit;

    /// <inheritdoc />
    public static ReceivedUnit Initial { get; } = new NotReceived();

    /// <inheritdoc />
    public static ReceivedUnit Evolve(ReceivedUnit state, ReceivedUnitEvent @event) => (state, @event) switch
    {
        (NotReceived, UnitReceived unit) => new AwaitingInspection(unit),
        (AwaitingInspection waiting, UnitInspected inspection) => new Inspected(waiting.Unit, inspection),
        (AwaitingInspection waiting, OtherExclusionProposed proposal) => new AwaitingSecondPerson(waiting.Unit, proposal),
        (AwaitingSecondPerson waiting, UnitInspected inspection) => new Inspected(waiting.Unit, inspection),
        _ => state,
    };
}
