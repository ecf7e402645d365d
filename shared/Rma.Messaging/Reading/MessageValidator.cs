using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rma.Messaging;

/// <summary>
/// What a message has to say to be taken: names that can be seen, dates within reason, amounts that the tables hold, words of a list. The
/// bus has no caller to answer, so what is not goes to the quarantine with a reason that names the member.
/// </summary>
/// <param name="code">Code of the dead letters, e.g. <c>feed.invalid</c>.</param>
/// <param name="clock">Tells what lies too far ahead.</param>
public sealed class MessageValidator(string code, TimeProvider clock)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A number, code or other text that identifies something: 1 to 64 characters that can be seen.</summary>
    public string Id(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Text(value, what, from, IdentifyingText.Fault);

    /// <summary>A name for people, of 1 to 64 characters.</summary>
    public string Name(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Text(value, what, from, IdentifyingText.FaultOfName);

    /// <summary>As <see cref="Id"/>, where there may be none.</summary>
    public string? IdOrNone(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is null ? null : Id(value, what, from);

    /// <summary>Sentences of up to 4,000 characters; null where there are none.</summary>
    public string? Prose(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") => value switch
    {
        null => null,
        { Length: > StrictReading.LongestText } => throw Bad(what, from, $"is longer than {StrictReading.LongestText} characters"),
        _ when IdentifyingText.FaultOfProse(value) is { } fault => throw Bad(what, from, $"has {fault}"),
        _ => value,
    };

    /// <summary>A word of a closed list, in exactly this spelling.</summary>
    public string OneOf(string? value, string what, IEnumerable<string> words,
        [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is not null && words.Contains(value, StringComparer.Ordinal)
            ? value
            : throw Bad(what, from, $"is '{StrictReading.Safe(value ?? "")}'; it is one of: {string.Join(", ", words)}");

    /// <summary>Counts from 1.</summary>
    public int Revision(int value, [CallerArgumentExpression(nameof(value))] string from = "") => Count(value, "revision", from);

    /// <summary>A number or count of things, from 1.</summary>
    public int Count(int value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is >= 1 and <= 1_000_000 ? value : throw Bad(what, from, $"is {value}; it counts from 1 to 1000000");

    /// <summary>Between 2000 and two years ahead, in UTC: anything else is a typing error, and money hangs on it.</summary>
    public DateTimeOffset Instant(DateTimeOffset value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value >= Earliest && value <= clock.GetUtcNow().AddYears(2)
            ? value.ToUniversalTime()
            : throw Bad(what, from, $"is {value:O}; it lies between 2000 and two years from now");

    /// <inheritdoc cref="Instant" />
    public DateTimeOffset? InstantOrNone(DateTimeOffset? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is { } given ? Instant(given, what, from) : null;

    /// <inheritdoc cref="Instant" />
    public DateOnly Day(DateOnly value, string what, [CallerArgumentExpression(nameof(value))] string from = "")
    {
        Instant(new DateTimeOffset(value, TimeOnly.MinValue, TimeSpan.Zero), what, from);
        return value;
    }

    /// <summary>Zero or more, in what the tables can hold: ten digits and four places.</summary>
    public decimal Amount(decimal value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value >= 0 ? AnyAmount(value, what, from) : throw Bad(what, from, FormattableString.Invariant($"is {value}; it is not below zero"));

    /// <summary>What the tables can hold. A negative amount is for the policy to judge.</summary>
    public decimal AnyAmount(decimal value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Math.Abs(value) <= 9_999_999_999m && decimal.Round(value, 4) == value
            ? value
            : throw Bad(what, from, FormattableString.Invariant($"is {value}; it has at most ten digits and four places"));

    /// <summary>A list of at most so many things.</summary>
    public T[] Few<T>(T[] value, int atLeast, int atMost, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value.Length >= atLeast && value.Length <= atMost
        ? value
        : throw Bad(what, from, $"has {value.Length} entries; {atLeast} to {atMost} are taken");

    /// <summary>The exception to throw.</summary>
    public DeadLetterException Bad(string reason) => new(code, reason);

    private delegate string? FaultOf(ReadOnlySpan<char> text);

    /// <summary>The same, of a member.</summary>
    /// <param name="what">The member in words.</param>
    /// <param name="from">The expression it was read by.</param>
    /// <param name="wrong">The rest of the sentence.</param>
    public DeadLetterException Bad(string what, string from, string wrong) => Bad($"The {what} ({MemberOf(from)}) {wrong}.");

    // Of `said.Purchase.NetPrice`, as the consumer reads it, the member in the message is `purchase.netPrice`.
    private static string MemberOf(string from) =>
        string.Join('.', from.Split('.', '?', '!').Skip(1).Where(part => part.Length > 0)
            .Select(JsonNamingPolicy.CamelCase.ConvertName)) is { Length: > 0 } member ? member : from;

    private string Text(string? value, string what, string from, FaultOf faultOf) => value?.Trim() switch
    {
        null or "" => throw Bad(what, from, "is missing"),
        { Length: > IdentifyingText.MaximumLength } => throw Bad(what, from, $"is longer than {IdentifyingText.MaximumLength} characters"),
        var text when faultOf(text) is { } fault => throw Bad(what, from, $"has {fault}"),
        var text => text,
    };
}
