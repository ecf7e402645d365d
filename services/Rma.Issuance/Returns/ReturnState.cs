using MassTransit;
using Rma.Contracts.Receiving.V1;

namespace Rma.Issuance.Returns;

/// <summary>Where one returned line stands. One instance a line, correlated by the return's id; kept for ever.</summary>
public sealed class ReturnState : SagaStateMachineInstance
{
    /// <summary>The return's id.</summary>
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    /// <summary>How often this return has moved; part of the ids of what it says.</summary>
    public int Moves { get; set; }

    public Guid RmaId { get; set; }

    /// <summary>Whether its authorization has been heard of.</summary>
    public bool IsRemembered => RmaNumber.Length > 0;

    public string RmaNumber { get; set; } = "";

    public int Line { get; set; }

    public string AccountId { get; set; } = "";

    public string Remedy { get; set; } = "";

    /// <summary>Serial number, or licence code.</summary>
    public string SerialNumber { get; set; } = "";

    public string? Sku { get; set; }

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

    public Guid? CreditId { get; set; }

    /// <summary>How it ended: <c>credited</c>, <c>denied</c>, <c>returned-unrepaired</c>, <c>expired</c>, <c>cancelled</c>.</summary>
    public string? Outcome { get; set; }
}
