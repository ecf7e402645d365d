using System.Reflection;

namespace Rma.Policy;

/// <summary>
/// The policy versions of one legal entity, of which exactly one is in force on any date since the first. Versions can be added at
/// run time; a version in the book never changes and is never removed, because decisions refer to it.
/// </summary>
public sealed class PolicyBook
{
    private const string Shelf = "Policies/";
    private volatile IReadOnlyList<PolicyVersion> _latestFirst;

    /// <exception cref="InvalidPolicyException">No version, two with one id or one first day, or mixed jurisdictions.</exception>
    public PolicyBook(IEnumerable<PolicyVersion> versions) => _latestFirst = Checked(versions);

    /// <summary>Adds a version; an identical one with the same id is already present and changes nothing.</summary>
    /// <exception cref="InvalidPolicyException">It contradicts a version of the book.</exception>
    /// <returns>Whether it is new.</returns>
    public bool Add(PolicyVersion version)
    {
        if (_latestFirst.FirstOrDefault(known => known.Id == version.Id) is not { } known)
        {
            _latestFirst = Checked([.. _latestFirst, version]);
            return true;
        }

        return known.DocumentHash == version.DocumentHash
            ? false
            : throw new InvalidPolicyException(
                "id", $"'{version.Id}' is in the book with another document; decisions were made under it, so it never changes.");
    }

    private static PolicyVersion[] Checked(IEnumerable<PolicyVersion> versions)
    {
        PolicyVersion[] latestFirst = [.. versions.OrderByDescending(version => version.EffectiveFrom)];
        if (latestFirst.Length == 0)
            throw new InvalidPolicyException("id", "a book needs at least one version.");
        if (latestFirst.DistinctBy(version => version.Id).Count() != latestFirst.Length)
            throw new InvalidPolicyException("id", "two versions share an id.");
        if (latestFirst.DistinctBy(version => version.EffectiveFrom).Count() != latestFirst.Length)
            throw new InvalidPolicyException("effectiveFrom", "two versions begin on the same day.");
        if (latestFirst.DistinctBy(version => version.Jurisdiction).Count() != 1)
            throw new InvalidPolicyException("jurisdiction", "a book holds the versions of one jurisdiction.");
        return latestFirst;
    }

    /// <summary>All versions, the latest first.</summary>
    public IReadOnlyList<PolicyVersion> Versions => _latestFirst;

    /// <summary>The versions embedded in this assembly.</summary>
    /// <exception cref="InvalidPolicyException">One of them is invalid; names the entry.</exception>
    public static PolicyBook Load()
    {
        var assembly = typeof(PolicyBook).Assembly;
        return new PolicyBook(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Shelf, StringComparison.Ordinal))
            .Select(name => Read(assembly, name)));
    }

    /// <summary>The version in force on a local date.</summary>
    /// <exception cref="NoPolicyInForceException">The date lies before the first version.</exception>
    public PolicyVersion InForceOn(DateOnly businessDate) =>
        _latestFirst.FirstOrDefault(version => version.EffectiveFrom <= businessDate)
        ?? throw new NoPolicyInForceException(businessDate);

    /// <summary>The version in force at an instant; each version begins at midnight of its own time zone.</summary>
    /// <exception cref="NoPolicyInForceException">The instant lies before the first version.</exception>
    public PolicyVersion InForceAt(DateTimeOffset instant) =>
        _latestFirst.FirstOrDefault(version => version.EffectiveFrom <= version.Calendar.LocalDate(instant))
        ?? throw new NoPolicyInForceException(_latestFirst[^1].Calendar.LocalDate(instant));

    /// <summary>The version of a stored decision.</summary>
    /// <exception cref="KeyNotFoundException">This book has no such version.</exception>
    public PolicyVersion Get(string id) =>
        _latestFirst.FirstOrDefault(version => version.Id == id)
        ?? throw new KeyNotFoundException($"There is no policy version '{id}'.");

    private static PolicyVersion Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var version = PolicyVersion.Parse(reader.ReadToEnd());
        return name == $"{Shelf}{version.Id}.json"
            ? version
            : throw new InvalidPolicyException("id", $"the document '{name}' says '{version.Id}'.");
    }
}
