namespace Rma.Policy;

/// <summary>
/// One named setting of a policy version. A default chosen for an ambiguity is a setting, so that it can be changed without code and old
/// cases can be replayed under either value.
/// </summary>
/// <param name="Name">The name; its ending gives the unit (<c>Days</c>, <c>Hours</c>, <c>Percent</c>).</param>
/// <param name="Value">The value as written in the version's document (JSON).</param>
/// <param name="Clause">The clause the setting serves.</param>
/// <param name="Ambiguity">The ambiguity it settles (<c>A-nn</c>); null when the text is clear or silent.</param>
/// <param name="Note">The reason, when the name does not say it.</param>
public sealed record PolicySetting(string Name, string Value, string Clause, string? Ambiguity, string? Note);
