namespace Rma.Contracts.Licensing.V1;

/// <summary>Published by the licence system: a code was activated and can no longer be returned (clause C7).</summary>
public sealed record LicenseActivated(
    string LicenseCode, string Sku, DateTimeOffset ActivatedAt);
