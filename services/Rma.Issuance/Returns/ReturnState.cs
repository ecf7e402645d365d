using System.Reflection;
using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>Where one returned line stands. One instance a line, correlated by the return's id; kept for ever.</summary>
public sealed record ReturnState : SagaStateMachineInstance
{
    private static readonly PropertyInfo[] Members = [.. typeof(ReturnState).GetProperties().Where(member => member.CanWrite)];

    /// <summary>The return's id.</summary>
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    /// <summary>How often this return has moved; part of the ids of the messages that it publishes.</summary>
    public int Moves { get; set; }

    public Guid RmaId { get; set; }

    /// <summary>Whether its authorization has been heard of.</summary>
    public bool IsRemembered => RmaNumber.Length > 0;

    public string RmaNumber { get; set; } = "";

    public int Line { get; set; }

    public string AccountId { get; set; } = "";

    public string Remedy { get; set; } = "";

    /// <summary>Serial number, or license code.</summary>
    public string SerialNumber { get; set; } = "";

    public string? Sku { get; set; }

    /// <summary>The product the request named, where the serial number is of several; null where none was named.</summary>
    public string? MeantSku { get; set; }

    public bool IsLicense { get; set; }

    public bool HasDrive { get; set; }

    public string[] Accessories { get; set; } = [];

    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>Last day for the first dock scan, policy-local.</summary>
    public DateOnly ValidThrough { get; set; }

    /// <summary>Dock scan of the carton the unit came in.</summary>
    public DateTimeOffset? ArrivedAt { get; set; }

    /// <summary>What the inspector saw; can be known before the arrival is.</summary>
    public UnitCondition? Condition { get; set; }

    /// <summary>Parcel it came in.</summary>
    public Guid? ParcelId { get; set; }

    /// <summary>Whoever inspected it does not decide its credit.</summary>
    public string? InspectedBy { get; set; }

    /// <summary>Coverage as tested on the issue date and fixed for this return .</summary>
    public WarrantyCoverage? Coverage { get; set; }

    /// <summary>Recorded grade; a swap is of at least this grade .</summary>
    public string? Grade { get; set; }

    /// <summary>Why it comes back, in a word of the requester's choice.</summary>
    public string? ReasonCode { get; set; }

    /// <summary>What is wrong with it, in the requester's words.</summary>
    public string? Defect { get; set; }

    /// <summary>The purpose of its last repair job: one of <see cref="Contracts.Repair.Purposes"/>.</summary>
    public string? BenchPurpose { get; set; }

    /// <summary>What the bench found; null before its test.</summary>
    public bool? FaultFound { get; set; }

    /// <summary>What the bench found against the warranty.</summary>
    public string[] BenchExclusions { get; set; } = [];

    /// <summary>The last version of a quote that was approved or declined; 0 for none.</summary>
    public int AnsweredQuoteVersion { get; set; }

    /// <summary>The quote whose work was done.</summary>
    public ApprovedQuote? ApprovedQuote { get; set; }

    public bool QuoteDeclined { get; set; }

    /// <summary>Whether a diagnosis was made before it left.</summary>
    public bool Diagnosed { get; set; }

    /// <summary>Whether its repair was free.</summary>
    public bool Covered { get; set; }

    /// <summary>How it left, where that was not the ground service.</summary>
    public OutboundFreight? Freight { get; set; }

    /// <summary>The unit that left instead of it.</summary>
    public string? ReplacementSerial { get; set; }

    /// <summary>The loaner that is out with it; null when none is.</summary>
    public string? LoanerSerial { get; set; }

    /// <summary>How it will have ended once the charge is decided and the loaner is back.</summary>
    public string? PendingOutcome { get; set; }

    public Guid? ChargeId { get; set; }

    /// <summary>Whether the credit clauses decide it from the start.</summary>
    public bool IsCreditReturn => Remedies.IsCredit(Remedy);

    public bool IsAdvanceReplacement => Remedy == Remedies.AdvanceReplacement;

    /// <summary>Whether the bench says first if there is a fault.</summary>
    public bool IsTestedFirst => Remedy is Remedies.AdvanceReplacement or Remedies.OtcExchange;

    public bool IsRepair => Remedies.IsRepair(Remedy);

    /// <summary>Whether a ticket number opened it: it does not expire.</summary>
    public bool IsByTicket => ValidThrough == IssuancePolicy.TicketValidThrough;

    /// <summary>What inspection and bench found against the warranty (W3–W5), each once.</summary>
    public string[] Exclusions() =>
    [
        .. new[]
        {
            Condition is { EnclosureOpened: true } ? [Policy.Exclusions.Opened] : Array.Empty<string>(),
            Condition is { SerialLabel: not SerialLabels.Intact and var label } ? [Policy.Exclusions.OfLabel(label)] : [],
            Condition?.Exclusions ?? [], BenchExclusions,
        }.SelectMany(found => found).Distinct(),
    ];

    public Guid? CreditId { get; set; }

    /// <summary>How it ended; see <see cref="ReturnClosed.Outcome"/>.</summary>
    public string? Outcome { get; set; }

    /// <summary>
    /// Takes over every stored member: MassTransit stores the instance that it loaded, and the process answers with another one.
    /// </summary>
    internal void Become(ReturnState next)
    {
        foreach (var member in Members) member.SetValue(this, member.GetValue(next));
    }
}
