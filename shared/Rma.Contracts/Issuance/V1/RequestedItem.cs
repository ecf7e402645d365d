namespace Rma.Contracts.Issuance.V1;

/// <summary>An item of a request that got no number.</summary>
/// <param name="Item">Serial number, or license code.</param>
/// <param name="Sku">The product that the request named for it; null where it named none.</param>
/// <param name="Code">Why it was declined, stable; null where it waits, or where only the whole request was judged.</param>
/// <param name="Reason">The same in words.</param>
/// <param name="ReasonCode">The requester's reason code from a closed list; null when none was given.</param>
/// <param name="Defect">The defect as described by the requester; null when not given.</param>
public sealed record RequestedItem(
    string Item, string? Sku, string? Code, string? Reason, string? ReasonCode = null, string? Defect = null);
