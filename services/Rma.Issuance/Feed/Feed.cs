using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Issuance.Feed;

/// <summary>
/// What every fact from an internal system has to be: named, dated within reason, and of a revision. The bus has no caller to answer, so
/// what is not goes to the quarantine.
/// </summary>
internal static class FeedChecks
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public static string Name(string? value, string what) => value?.Trim() switch
    {
        null or "" => throw Bad($"The {what} is missing."),
        { Length: > 64 } => throw Bad($"The {what} is longer than 64 characters."),
        var name when name.Any(char.IsControl) => throw Bad($"The {what} has control characters."),
        var name => name,
    };

    public static int Revision(int revision) => revision is >= 1 and <= 1_000_000 ? revision : throw Bad($"The revision is {revision}; it counts from 1.");

    public static int Quantity(int quantity) => quantity is >= 1 and <= 1_000_000 ? quantity : throw Bad($"The quantity is {quantity}; it is at least 1.");

    public static DateTimeOffset Instant(DateTimeOffset instant, TimeProvider clock, string what)
    {
        Day(DateOnly.FromDateTime(instant.UtcDateTime), clock, what);
        return instant.ToUniversalTime();
    }

    /// <summary>Between 2000 and two years ahead: anything else is a typing error, and money hangs on it.</summary>
    public static DateOnly Day(DateOnly day, TimeProvider clock, string what) =>
        day >= Earliest && day <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddYears(2) ? day : throw Bad($"The {what} is {day:yyyy-MM-dd}.");

    public static decimal Amount(decimal amount, string what) =>
        amount is >= 0 and <= 9_999_999_999m && decimal.Round(amount, 4) == amount ? amount : throw Bad($"The {what} is {amount}.");

    public static string Currency(string? currency, IReadOnlyDictionary<string, int> known) =>
        currency is not null && known.ContainsKey(currency) ? currency : throw Bad("The currency is not one of the policy's ISO 4217 codes.");

    private static QuarantineException Bad(string reason) => new("feed.invalid", reason);
}

/// <summary>One version of a fact that a source system may send again, late, or corrected.</summary>
internal interface IRevised
{
    int Revision { get; }
}

internal static class Revisions
{
    /// <summary>
    /// What a statement means beside the revisions already known: new, a repeat (nothing), or a contradiction, which is refused.
    /// </summary>
    /// <param name="saysTheSame">Whether an earlier statement of the same revision and the new one agree, whenever each was recorded.</param>
    public static IEnumerable<TFact> Take<TFact>(IEnumerable<TFact> known, TFact stated, Func<TFact, TFact, bool> saysTheSame)
        where TFact : class, IRevised => known.FirstOrDefault(fact => fact.Revision == stated.Revision) switch
    {
        null => [stated],
        var earlier when saysTheSame(earlier, stated) => [],
        _ => throw new RefusedException("feed.conflict", $"Revision {stated.Revision} of this fact was already stated, and said something else."),
    };
}
