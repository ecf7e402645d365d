namespace Rma.Contracts.Issuance;

/// <summary>Reason codes for returning an item, a closed list; the requester may add a description.</summary>
public static class ReasonCodes
{
    /// <summary>Codes that name a defect: sufficient for a remedy that requires one.</summary>
    public static IReadOnlyList<string> Defects { get; } =
    [
        "dead-on-arrival", "no-power", "no-picture", "poor-picture", "no-audio", "no-network", "no-recording", "drive-failure",
        "overheating", "restarts", "intermittent", "water-damage", "physical-damage", "firmware", "other-defect",
    ];

    /// <summary>Codes for reasons other than a defect.</summary>
    public static IReadOnlyList<string> Others { get; } =
        ["wrong-item", "ordered-in-error", "duplicate-shipment", "missing-parts", "overstock", "not-needed", "other"];

    /// <summary>All codes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Defects, .. Others];
}
