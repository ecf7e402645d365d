using Rma.Contracts.Receiving;
using Rma.EventSourcing;

namespace Rma.Receiving.QuarantinedUnits;

/// <summary>A unit that no line of its number lists.</summary>
public abstract record QuarantinedUnit : IState<QuarantinedUnit, QuarantinedUnitEvent>
{
    private protected QuarantinedUnit() { }

    /// <summary>Not found.</summary>
    public sealed record NotFound : QuarantinedUnit;

    /// <summary>In quarantine.</summary>
    public sealed record Quarantined(UnexpectedUnitQuarantined Unit) : QuarantinedUnit;

    /// <summary>Received under its number.</summary>
    public sealed record Lifted(UnexpectedUnitQuarantined Unit, Guid ReturnId) : QuarantinedUnit;

    /// <summary>Released to its sender or scrapped; or never existed, because it was misread.</summary>
    public sealed record Settled(UnexpectedUnitQuarantined Unit, QuarantinedUnitSettled Settlement) : QuarantinedUnit;

    /// <inheritdoc />
    public static QuarantinedUnit Initial { get; } = new NotFound();

    /// <inheritdoc />
    public static QuarantinedUnit Evolve(QuarantinedUnit state, QuarantinedUnitEvent @event) => (state, @event) switch
    {
        (NotFound or Settled { Settlement.Outcome: QuarantineStates.Misread }, UnexpectedUnitQuarantined unit) =>
            new Quarantined(unit),
        (Quarantined quarantined, QuarantineLifted lifted) => new Lifted(quarantined.Unit, lifted.ReturnId),
        (Quarantined quarantined, QuarantinedUnitSettled settled) => new Settled(quarantined.Unit, settled),
        _ => state,
    };
}
