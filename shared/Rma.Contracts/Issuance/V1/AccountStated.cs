namespace Rma.Contracts.Issuance.V1;

/// <summary>What the account system stated of an account, as issuance recorded it.</summary>
/// <param name="Revision">Of two statements for the same day the higher one holds.</param>
/// <param name="EffectiveFrom">Policy-local.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Role">As the account system has it.</param>
/// <param name="Authorized">Whether it may return anything.</param>
/// <param name="StatedAt">When issuance heard of it.</param>
public sealed record AccountStated(
    string AccountId, int Revision, string Name, string Role, bool Authorized, DateOnly EffectiveFrom, DateTimeOffset StatedAt);
