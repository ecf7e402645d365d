using System.Globalization;
using System.Text.Json;

namespace Rma.Policy;

/// <summary>A setting of the document.</summary>
internal sealed record WrittenSetting(JsonElement Value, string Clause, string? Ambiguity = null, string? Note = null);

/// <summary>Reads each setting once, within its bounds; unknown settings are rejected as misspelt.</summary>
internal sealed class SettingsSheet(IReadOnlyDictionary<string, WrittenSetting> written)
{
    private readonly HashSet<string> _read = [];

    /// <summary>Whether an optional setting is present.</summary>
    public bool Has(string name) => written.ContainsKey(name);

    public int Whole(string name, int least, int most) => Whole(name, Value(name), least, most);

    public decimal Number(string name, decimal least, decimal most) =>
        Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) && number >= least && number <= most
            ? number
            : throw new InvalidPolicyException(name, $"a number from {least} to {most} is expected.");

    public bool YesOrNo(string name) => Value(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new InvalidPolicyException(name, "true or false is expected."),
    };

    /// <summary>One of the implemented choices; another one is rejected rather than ignored.</summary>
    public string OneOf(string name, params string[] implemented) =>
        Value(name) is { ValueKind: JsonValueKind.String } value && implemented.Contains(value.GetString())
            ? value.GetString()!
            : throw new InvalidPolicyException(
                name, $"one of these is expected, nothing else is implemented: {string.Join(", ", implemented)}.");

    /// <summary>A boolean of which only one value is implemented.</summary>
    public void Only(string name, bool implemented)
    {
        if (YesOrNo(name) != implemented)
            throw new InvalidPolicyException(name, $"only {(implemented ? "true" : "false")} is implemented.");
    }

    public string Word(string name) =>
        Value(name) is { ValueKind: JsonValueKind.String } value && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!
            : throw new InvalidPolicyException(name, "a word is expected.");

    public DateOnly Day(string name) =>
        Value(name) is { ValueKind: JsonValueKind.String } value && DateOnly.TryParseExact(
            value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidPolicyException(name, "a date as yyyy-MM-dd is expected.");

    /// <summary>A list of known words.</summary>
    public IReadOnlyList<string> WordsOf(string name, params string[] known)
    {
        var words = Words(name);
        return words.FirstOrDefault(word => !known.Contains(word)) is { } unknown
            ? throw new InvalidPolicyException(name, $"'{unknown}' is none of {string.Join(", ", known)}.")
            : words;
    }

    /// <summary>An amount in whole minor units, not negative, for each currency of the policy.</summary>
    public IReadOnlyDictionary<string, decimal> AmountByCurrency(string name, IReadOnlyDictionary<string, int> minorUnits)
    {
        var value = Value(name);
        if (value.ValueKind != JsonValueKind.Object)
            throw new InvalidPolicyException(name, "an object from currency to amount is expected.");
        return value.EnumerateObject().ToDictionary(
            entry => minorUnits.ContainsKey(entry.Name) ? entry.Name
                : throw new InvalidPolicyException(name, $"'{entry.Name}' is no currency of this version."),
            entry => entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetDecimal(out var amount) && amount >= 0m
                && decimal.Round(amount, minorUnits[entry.Name]) == amount
                ? amount
                : throw new InvalidPolicyException(name, $"an amount in whole minor units of {entry.Name} is expected.")).AsReadOnly();
    }

    public IReadOnlyList<string> Words(string name)
    {
        var value = Value(name);
        string[] words = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(word => word.ValueKind == JsonValueKind.String ? word.GetString()! : "")]
            : [];
        return words.Length > 0 && words.All(word => word.Trim().Length > 0)
            ? words.AsReadOnly()
            : throw new InvalidPolicyException(name, "a list of words is expected.");
    }

    public IReadOnlyDictionary<string, int> WholeByCurrency(string name, int least, int most)
    {
        var value = Value(name);
        if (value.ValueKind != JsonValueKind.Object)
            throw new InvalidPolicyException(name, "an object from currency to number is expected.");
        var byCurrency = value.EnumerateObject().ToDictionary(
            entry => IsCurrencyCode(entry.Name)
                ? entry.Name
                : throw new InvalidPolicyException(name, $"'{entry.Name}' is no ISO 4217 code."),
            entry => Whole(name, entry.Value, least, most));
        return byCurrency.Count > 0
            ? byCurrency.AsReadOnly()
            : throw new InvalidPolicyException(name, "at least one currency is expected.");
    }

    public IReadOnlyList<PolicySetting> Finish()
    {
        foreach (var (name, setting) in written)
        {
            if (!_read.Contains(name))
                throw new InvalidPolicyException(name, "there is no such setting.");
            if (!Clauses.All.Contains(setting.Clause))
                throw new InvalidPolicyException(name, $"there is no clause '{setting.Clause}'.");
            if (setting.Ambiguity is { } ambiguity && !IsAmbiguityId(ambiguity))
                throw new InvalidPolicyException(name, $"'{ambiguity}' is no ambiguity id (A-nn).");
        }
        return written
            .Select(entry => new PolicySetting(
                entry.Key, entry.Value.Value.GetRawText(), entry.Value.Clause, entry.Value.Ambiguity, entry.Value.Note))
            .ToArray().AsReadOnly();
    }

    private JsonElement Value(string name)
    {
        _read.Add(name);
        return written.TryGetValue(name, out var setting) ? setting.Value : throw new InvalidPolicyException(name, "it is missing.");
    }

    private static int Whole(string name, JsonElement value, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw new InvalidPolicyException(name, $"a whole number from {least} to {most} is expected.");

    private static bool IsCurrencyCode(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);

    private static bool IsAmbiguityId(string id) =>
        id.Length == 4 && id.StartsWith("A-", StringComparison.Ordinal) && id[2..].All(char.IsAsciiDigit);
}
