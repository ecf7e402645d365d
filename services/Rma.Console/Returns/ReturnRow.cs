namespace Rma.Console.Returns;

/// <summary>One returned line as people look at it, or an item of a request that got none.</summary>
internal sealed record ReturnRow
{
    public required Guid ReturnId { get; init; }
    public required Guid RmaId { get; init; }
    public required string AccountId { get; init; }
    public required string Remedy { get; init; }
    public required string SerialNumber { get; init; }

    /// <summary>One of <see cref="Contracts.Issuance.ReturnStates"/>, or of <see cref="ItemStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>When it came into its state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When its number was issued, or its request denied or referred.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Business time of the last thing heard of it, but for what employees do among themselves.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Null while there is none.</summary>
    public string? RmaNumber { get; init; }
    public int? Line { get; init; }
    public string? Sku { get; init; }
    public bool IsLicense { get; init; }
    public string? Reference { get; init; }
    public string? ReasonCode { get; init; }
    public string? Defect { get; init; }
    public DateOnly? ValidThrough { get; init; }
    public string? Site { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>Of the carton that its requester announced last; null when none was.</summary>
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }

    /// <summary>As in <see cref="Contracts.Issuance.V1.ReturnClosed"/>; null until it has ended.</summary>
    public string? Outcome { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why an item was denied, stable; null where only its whole request was judged, and for all that was not denied.</summary>
    public string? Code { get; init; }

    /// <summary>Of a denial, a referral or a refused credit, in words.</summary>
    public string? Reason { get; init; }
    public int? QuoteVersion { get; init; }
    public decimal? QuoteAmount { get; init; }
    public string? QuoteCurrency { get; init; }
    public Guid? CreditId { get; init; }
    public decimal? CreditAmount { get; init; }
    public string? CreditCurrency { get; init; }
    public Guid? ChargeId { get; init; }
    public decimal? ChargeAmount { get; init; }
    public string? ChargeCurrency { get; init; }

    /// <summary>The order of an advance replacement.</summary>
    public string? OrderId { get; init; }
    public string? ReplacementSerial { get; init; }
    public string? LoanerSerial { get; init; }
    public string? Reissues { get; init; }

    /// <summary>Who is at it; null when nobody is.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>The last day of its hold, policy-local; null when it is not on hold.</summary>
    public DateOnly? HeldUntil { get; init; }
    public string? HoldReason { get; init; }
}

/// <summary>How a request ends that nobody decided, beside <see cref="Contracts.Issuance.Outcomes"/>.</summary>
internal static class RequestOutcomes
{
    public const string Withdrawn = Contracts.Issuance.RmaStates.Withdrawn;
    public const string Lapsed = Contracts.Issuance.RmaStates.Lapsed;
}

/// <summary>The states of an item that has no return.</summary>
internal static class ItemStates
{
    public const string Denied = "Denied";
    public const string Referred = "Referred";
    public const string Withdrawn = "Withdrawn";
    public const string Lapsed = "Lapsed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Denied, Referred, Withdrawn, Lapsed];
}
