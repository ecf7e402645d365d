namespace Rma.Contracts.Issuance.V1;

/// <summary>The invoice of a unit came, or was corrected, while its return was open: whoever decides on money asks again with it.</summary>
/// <param name="ReturnId">The open return.</param>
public sealed record PurchaseRestated(Guid ReturnId, Guid RmaId, string RmaNumber, DateTimeOffset RestatedAt);
