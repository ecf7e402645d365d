namespace Rma.EventSourcing;

/// <summary>Compares people by the name that their credential gives them.</summary>
public static class Persons
{
    /// <summary>
    /// Whether two names are one person's. Case and outer spaces do not count: who may not decide what they did themselves must not get
    /// around that by another spelling. Nobody is not the same as anybody.
    /// </summary>
    public static bool AreSame(string? one, string? other) =>
        one is not null && other is not null && string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
