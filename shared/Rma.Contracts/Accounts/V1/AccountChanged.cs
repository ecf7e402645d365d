namespace Rma.Contracts.Accounts.V1;

/// <summary>Published by the account system: the role of an account and whether it is authorized. Clause P1.</summary>
/// <param name="AccountId">The account system's number.</param>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. Repeats of a revision have the
/// same content.</param>
/// <param name="Role"><c>distributor</c>, <c>integrator</c>, or any other word for an account outside the policy.</param>
/// <param name="EffectiveFrom">First policy-local day on which role and authorization are effective.</param>
/// <param name="OccurredAt">When the source recorded it, UTC.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Authorized">Whether it may return anything.</param>
public sealed record AccountChanged(
    string AccountId, int Revision, string Name, string Role, bool Authorized, DateOnly EffectiveFrom, DateTimeOffset OccurredAt);
