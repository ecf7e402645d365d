using Rma.EventSourcing;

namespace Rma.Credit.ChargeCases;

/// <summary>The charge of one returned line.</summary>
public abstract record ChargeCase : IState<ChargeCase, ChargeCaseEvent>
{
    private protected ChargeCase() { }

    /// <summary>Not requested yet.</summary>
    public sealed record NotAsked : ChargeCase;

    /// <summary>Referred: waits for a fact or an analyst.</summary>
    public sealed record Referred(ChargeReferred Referral, ChargeDecided? Judgement = null) : ChargeCase;

    /// <summary>Charged; with a <paramref name="Judgement"/> when an analyst decided.</summary>
    public sealed record Raised(ChargeRaised Charge, ChargeDecided? Judgement) : ChargeCase;

    /// <summary>Nothing is due; with a <paramref name="Judgement"/> when an analyst waived it.</summary>
    public sealed record NothingDue(NoChargeDue Answer, ChargeDecided? Judgement) : ChargeCase;

    /// <summary>The chosen restocking fee; null for the policy's own.</summary>
    public ChargeFeeChosen? ChosenFee { get; init; }

    /// <summary>The last request; null before.</summary>
    public ChargeRequest? Request => this switch
    {
        Referred { Referral.Request: var request } => request,
        Raised { Charge.Request: var request } => request,
        NothingDue { Answer.Request: var request } => request,
        _ => null,
    };

    /// <inheritdoc />
    public static ChargeCase Initial { get; } = new NotAsked();

    /// <inheritdoc />
    public static ChargeCase Evolve(ChargeCase state, ChargeCaseEvent @event) => (state, @event) switch
    {
        (NotAsked or Referred, ChargeFeeChosen chosen) => state with { ChosenFee = chosen },
        (NotAsked or Referred, ChargeReferred referral) => new Referred(referral) { ChosenFee = state.ChosenFee },
        (Referred referred, ChargeDecided decided) => referred with { Judgement = decided },
        (NotAsked or Referred, ChargeRaised charge) => new Raised(charge, (state as Referred)?.Judgement) { ChosenFee = state.ChosenFee },
        (NotAsked or Referred, NoChargeDue answer) =>
            new NothingDue(answer, (state as Referred)?.Judgement) { ChosenFee = state.ChosenFee },
        _ => state,
    };

    /// <summary>The charge id of a return: a return can only have this one charge.</summary>
    public static Guid ChargeIdOf(Guid returnId) => NameBasedId.Of($"charge/{returnId}");

    /// <summary>The refusal when the inspector of a unit tries to decide its charge.</summary>
    internal static RefusedException InspectedBySamePerson() =>
        new("charge.inspected-by-same-person", "Whoever inspected the unit does not decide its charge.")
        {
            WouldChange = "The decision of somebody else.",
        };

    /// <summary>The refusal once the case is decided: a charge is final, and so is its waiver.</summary>
    internal static RefusedException AlreadyDecided() =>
        new("charge.already-decided", "This case has been decided, and a decision is final.");
}
