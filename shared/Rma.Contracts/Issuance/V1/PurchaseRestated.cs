namespace Rma.Contracts.Issuance.V1;

/// <summary>The invoice of a unit arrived or was corrected while its return was open: credit and charge are requested again.</summary>
/// <param name="ReturnId">The open return.</param>
public sealed record PurchaseRestated(Guid ReturnId, Guid RmaId, string RmaNumber, DateTimeOffset RestatedAt);
