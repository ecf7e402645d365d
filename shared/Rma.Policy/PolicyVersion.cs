using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>
/// One version of the policy: its text, its settings, and where and from when it is in force. Immutable; a decision refers to its
/// version by <see cref="Id"/>, so that it can be replayed.
/// </summary>
public sealed class PolicyVersion
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    private PolicyVersion(Written written, string document)
    {
        Document = document;
        DocumentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
        Id = Filled("id", written.Id);
        EffectiveFrom = written.EffectiveFrom;
        Jurisdiction = Filled("jurisdiction", written.Jurisdiction);
        SourceHash = written.SourceHash.Length == 64 && written.SourceHash.All(char.IsAsciiHexDigitLower)
            ? written.SourceHash
            : throw new InvalidPolicyException("sourceHash", "a SHA-256 in lower-case hexadecimal is expected.");
        Clauses = AllQuoted(written.Clauses);
        Settings = new PolicySettings(new SettingsSheet(written.Settings));
        Calendar = TimeZoneInfo.TryFindSystemTimeZoneById(written.TimeZone, out var zone)
            ? new PolicyCalendar(zone)
            : throw new InvalidPolicyException("timeZone", $"there is no time zone '{written.TimeZone}'.");
        TimeZone = written.TimeZone;
    }

    /// <summary>Stable id, e.g. <c>us-2026-01</c>: the jurisdiction and the month this record of the policy was drawn up.</summary>
    public string Id { get; }

    /// <summary>First local date of this version. A document without a date is in force from the earliest date it names (T2).</summary>
    public DateOnly EffectiveFrom { get; }

    /// <summary>The legal entity's country, ISO 3166-1.</summary>
    public string Jurisdiction { get; }

    /// <summary>IANA name of the zone in which all dates of this version are local .</summary>
    public string TimeZone { get; }

    /// <summary>SHA-256 of the policy document that this version encodes, lower-case hexadecimal.</summary>
    public string SourceHash { get; }

    /// <summary>
    /// SHA-256 of this version's own JSON document, lower-case hexadecimal: two versions with one id and two hashes contradict each other.
    /// </summary>
    public string DocumentHash { get; }

    /// <summary>This version's own JSON document.</summary>
    public string Document { get; }

    /// <summary>The text of each clause by clause id; all of <see cref="Rma.Policy.Clauses.All"/>.</summary>
    public IReadOnlyDictionary<string, string> Clauses { get; }

    /// <summary>The named settings.</summary>
    public PolicySettings Settings { get; }

    /// <summary>All settings, including the head of the version: each with its clause and the ambiguity it settles.</summary>
    public IReadOnlyList<PolicySetting> Choices =>
    [
        new("effectiveFrom", EffectiveFrom.Iso(), Policy.Clauses.P1,
            "A-50", "The document has no date of its own."),
        new("timeZone", TimeZone, Policy.Clauses.P4, "A-02", "Instants are stored, dates are derived in this zone."),
        .. Settings.All,
    ];

    /// <summary>Dates and day counts of this version.</summary>
    public PolicyCalendar Calendar { get; }

    /// <summary>Reads a version from its JSON document.</summary>
    /// <exception cref="InvalidPolicyException">The document cannot be read or an entry is out of bounds; names the entry.</exception>
    public static PolicyVersion Parse(string json)
    {
        try
        {
            return new PolicyVersion(JsonSerializer.Deserialize<Written>(json, Strict)
                ?? throw new InvalidPolicyException("document", "it is empty."), json);
        }
        catch (JsonException unreadable)
        {
            // The serializer's own message names .NET types.
            throw new InvalidPolicyException("document", unreadable.Path is { Length: > 1 } path
                ? $"what stands at {path} is not of the kind that belongs there, or is not known."
                : "it is not a JSON object with the members of a version.");
        }
    }

    private static string Filled(string name, string value) =>
        string.IsNullOrWhiteSpace(value) ? throw new InvalidPolicyException(name, "it is empty.") : value;

    private static ReadOnlyDictionary<string, string> AllQuoted(Dictionary<string, string> quotes)
    {
        foreach (var id in Policy.Clauses.All)
        {
            if (!quotes.TryGetValue(id, out var quote) || string.IsNullOrWhiteSpace(quote))
                throw new InvalidPolicyException("clauses", $"the words of {id} are missing.");
        }
        return quotes.Keys.Except(Policy.Clauses.All).FirstOrDefault() is { } unknown
            ? throw new InvalidPolicyException("clauses", $"there is no clause '{unknown}'.")
            : quotes.AsReadOnly();
    }

    private sealed record Written(
        string Id, DateOnly EffectiveFrom, string Jurisdiction, string TimeZone, string SourceHash,
        Dictionary<string, WrittenSetting> Settings, Dictionary<string, string> Clauses);
}
