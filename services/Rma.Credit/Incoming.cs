using Rma.Messaging;

namespace Rma.Credit;

/// <summary>What comes over the bus has no caller to answer: what cannot be right goes to the quarantine with its reason.</summary>
internal sealed class Incoming(string code)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A name, number or code of 1 to 64 printable characters.</summary>
    public string Name(string? value, string what) => value?.Trim() switch
    {
        null or "" => throw Bad($"The {what} is missing."),
        { Length: > 64 } => throw Bad($"The {what} is longer than 64 characters."),
        var name when name.Any(char.IsControl) => throw Bad($"The {what} has control characters."),
        var name => name,
    };

    /// <summary>Between 2000 and two years ahead, in UTC: anything else is a typing error, and money hangs on it.</summary>
    public DateTimeOffset Instant(DateTimeOffset instant, TimeProvider clock, string what) =>
        instant >= Earliest && instant <= clock.GetUtcNow().AddYears(2) ? instant.ToUniversalTime() : throw Bad($"The {what} is {instant:O}.");

    /// <inheritdoc cref="Instant" />
    public DateOnly Day(DateOnly day, TimeProvider clock, string what)
    {
        Instant(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), clock, what);
        return day;
    }

    /// <summary>What the tables can hold. A negative amount is for the policy to judge.</summary>
    public decimal Amount(decimal amount, string what) =>
        Math.Abs(amount) <= 9_999_999_999m && decimal.Round(amount, 4) == amount ? amount : throw Bad($"The {what} is {amount}.");

    /// <summary>The exception to throw.</summary>
    public QuarantineException Bad(string reason) => new(code, reason);
}
