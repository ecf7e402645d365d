namespace Rma.Issuance.Rmas;

/// <summary>Why an item comes back, in one word of a closed list; the words of the requester stand beside it.</summary>
public static class ReasonCodes
{
    /// <summary>The codes that name a defect: a remedy that asks for one is content with them.</summary>
    public static IReadOnlyList<string> Defects { get; } =
    [
        "dead-on-arrival", "no-power", "no-picture", "poor-picture", "no-audio", "no-network", "no-recording", "drive-failure",
        "overheating", "restarts", "intermittent", "water-damage", "physical-damage", "firmware", "other-defect",
    ];

    /// <summary>The codes that name another reason than a defect.</summary>
    public static IReadOnlyList<string> Others { get; } =
        ["wrong-item", "ordered-in-error", "duplicate-shipment", "missing-parts", "overstock", "not-needed", "other"];

    /// <summary>All codes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Defects, .. Others];
}
