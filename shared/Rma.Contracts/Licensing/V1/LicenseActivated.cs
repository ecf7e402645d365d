namespace Rma.Contracts.Licensing.V1;

/// <summary>Published by the license system: a code was activated and can no longer be returned (clause C7).</summary>
/// <param name="ActivatedAt">When; of several activations of one revision the earliest counts.</param>
/// <param name="Revision">1 (also when null) for the first version of this fact, higher for each correction.</param>
/// <param name="Withdrawn">True: the activation was withdrawn. A higher revision without it restores it.</param>
/// <param name="LicenseCode">The code; the key of the fact.</param>
/// <param name="Sku">The product system's number of the license.</param>
public sealed record LicenseActivated(
    string LicenseCode, string Sku, DateTimeOffset ActivatedAt, int? Revision = null, bool? Withdrawn = null);
