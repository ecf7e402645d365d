using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.CreditCases;

/// <summary>The credit of one returned line.</summary>
public abstract record CreditCase : IState<CreditCase, CreditCaseEvent>
{
    private protected CreditCase() { }

    /// <summary>Not requested yet; a fee may have been chosen in advance.</summary>
    public sealed record NotAsked(RestockingFeeChosen? Fee) : CreditCase;

    /// <summary>The facts of a license were requested again; the decision waits for them.</summary>
    public sealed record Confirming(CreditFactsAsked Asked, RestockingFeeChosen? Fee) : CreditCase;

    /// <summary>Not decided: another service has not yet said of the return what it must say itself.</summary>
    public sealed record Held(CreditHeld Hold, RestockingFeeChosen? Fee) : CreditCase;

    /// <summary>Referred: waits for a fact or an analyst.</summary>
    public sealed record Referred(CreditReferred Referral, RestockingFeeChosen? Fee, AnalystDecided? Judgement = null) : CreditCase
    {
        /// <summary>A grant that waits for a second analyst; null for none.</summary>
        public CreditGrantProposed? Proposal { get; init; }
    }

    /// <summary>Credited; with a <paramref name="Judgement"/> when an analyst decided.</summary>
    public sealed record Issued(CreditIssued Credit, RestockingFeeChosen? Fee, AnalystDecided? Judgement) : CreditCase
    {
        /// <summary>The review after a fact of the credit was corrected; null while there is none.</summary>
        public CreditReviewed? Review { get; init; }
    }

    /// <summary>Not credited; with a <paramref name="Judgement"/> when an analyst decided.</summary>
    public sealed record Denied(CreditDenied Denial, RestockingFeeChosen? Fee, AnalystDecided? Judgement) : CreditCase;

    /// <inheritdoc />
    public static CreditCase Initial { get; } = new NotAsked(Fee: null);

    /// <summary>The last request; null before.</summary>
    public CreditRequest? Request => this switch
    {
        Confirming { Asked.Request: var request } => request,
        Held { Hold.Request: var request } => request,
        Referred { Referral.Request: var request } => request,
        Issued { Credit.Request: var request } => request,
        Denied { Denial.Request: var request } => request,
        _ => null,
    };

    /// <summary>The chosen fee; null for the policy's own.</summary>
    public RestockingFeeChosen? ChosenFee => this switch
    {
        NotAsked { Fee: var fee } => fee,
        Confirming { Fee: var fee } => fee,
        Held { Fee: var fee } => fee,
        Referred { Fee: var fee } => fee,
        Issued { Fee: var fee } => fee,
        Denied { Fee: var fee } => fee,
        _ => null,
    };

    /// <inheritdoc />
    public static CreditCase Evolve(CreditCase state, CreditCaseEvent @event) => (state, @event) switch
    {
        (NotAsked notAsked, RestockingFeeChosen chosen) => notAsked with { Fee = chosen },
        (NotAsked notAsked, CreditFactsAsked asked) => new Confirming(asked, notAsked.Fee),
        (NotAsked or Confirming or Held, CreditHeld hold) => new Held(hold, state.ChosenFee),
        (Held held, RestockingFeeChosen chosen) => held with { Fee = chosen },
        (Issued issued, CreditReviewed review) => issued with { Review = review },
        (Confirming confirming, CreditFactsAsked asked) => confirming with { Asked = asked },
        (Confirming confirming, RestockingFeeChosen chosen) => confirming with { Fee = chosen },
        (Referred referred, RestockingFeeChosen chosen) => referred with { Fee = chosen },
        (Referred referred, AnalystDecided decided) => referred with { Judgement = decided },
        (Referred referred, CreditGrantProposed proposal) => referred with { Proposal = proposal },
        (not (Issued or Denied), CreditReferred referral) => new Referred(referral, state.ChosenFee),
        (not (Issued or Denied), CreditIssued credit) => new Issued(credit, state.ChosenFee, (state as Referred)?.Judgement),
        (not (Issued or Denied), CreditDenied denial) => new Denied(denial, state.ChosenFee, (state as Referred)?.Judgement),
        _ => state,
    };

    /// <summary>The refusal when the inspector of a unit tries to decide its credit.</summary>
    internal static RefusedException InspectedBySamePerson() =>
        new("credit.inspected-by-same-person", "Whoever inspected the unit does not decide its credit.")
        {
            Clauses = [Clauses.C4, Clauses.C5],
            WouldChange = "The decision of somebody else.",
        };

    /// <summary>The refusal once the case is decided: a credit is final, and so is its denial.</summary>
    internal static RefusedException AlreadyDecided() =>
        new("credit.already-decided", "This case has been decided, and a decision is final.");
}
