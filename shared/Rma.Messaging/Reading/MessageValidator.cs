using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rma.Messaging;

/// <summary>
/// Validates a message: identifying texts, dates in range, amounts that fit the tables, values of closed lists. The bus has no caller to
/// answer, so an invalid message is dead-lettered with a reason that names the member.
/// </summary>
/// <param name="code">Code of the dead letter, e.g. <c>feed.invalid</c>.</param>
/// <param name="clock">The clock against which future dates are checked.</param>
public sealed class MessageValidator(string code, TimeProvider clock)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A number, code or other identifying text: 1 to 64 visible characters.</summary>
    public string Id(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Text(value, what, from, IdentifyingText.Fault);

    /// <summary>A display name of 1 to 64 characters.</summary>
    public string Name(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Text(value, what, from, IdentifyingText.FaultOfName);

    /// <summary>As <see cref="Id"/>, optional.</summary>
    public string? IdOrNone(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is null ? null : Id(value, what, from);

    /// <summary>Free text of up to 4,000 characters; null when absent.</summary>
    public string? Prose(string? value, string what, [CallerArgumentExpression(nameof(value))] string from = "") => value switch
    {
        null => null,
        { Length: > StrictReading.LongestText } => throw Bad(what, from, $"is longer than {StrictReading.LongestText} characters"),
        _ when IdentifyingText.FaultOfProse(value) is { } fault => throw Bad(what, from, $"has {fault}"),
        _ => value,
    };

    /// <summary>A value of a closed list, in exactly this spelling.</summary>
    public string OneOf(string? value, string what, IEnumerable<string> words,
        [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is not null && words.Contains(value, StringComparer.Ordinal)
            ? value
            : throw Bad(what, from, $"is '{StrictReading.Safe(value ?? "")}'; it is one of: {string.Join(", ", words)}");

    /// <summary>A number that starts at 1.</summary>
    public int Revision(int value, [CallerArgumentExpression(nameof(value))] string from = "") => Count(value, "revision", from);

    /// <summary>A number or quantity, from 1.</summary>
    public int Count(int value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value is >= 1 and <= 1_000_000 ? value : throw Bad(what, from, $"is {value}; it counts from 1 to 1000000");

    /// <summary>
    /// Between 2000 and two years ahead, in UTC: anything else is taken for a typing error, because amounts depend on it.
    /// </summary>
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

    /// <summary>Zero or more, within the range of the tables: ten digits and four decimal places.</summary>
    public decimal Amount(decimal value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value >= 0 ? AnyAmount(value, what, from) : throw Bad(what, from, FormattableString.Invariant($"is {value}; it is not below zero"));

    /// <summary>Within the range of the tables. Negative amounts are judged by the policy.</summary>
    public decimal AnyAmount(decimal value, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Math.Abs(value) <= 9_999_999_999m && decimal.Round(value, 4) == value
            ? value
            : throw Bad(what, from, FormattableString.Invariant($"is {value}; it has at most ten digits and four places"));

    /// <summary>A list with a maximum number of elements.</summary>
    public T[] Few<T>(T[] value, int atLeast, int atMost, string what, [CallerArgumentExpression(nameof(value))] string from = "") =>
        value.Length >= atLeast && value.Length <= atMost
        ? value
        : throw Bad(what, from, $"has {value.Length} entries; {atLeast} to {atMost} are taken");

    /// <summary>The exception to throw.</summary>
    public DeadLetterException Bad(string reason) => new(code, reason);

    private delegate string? FaultOf(ReadOnlySpan<char> text);

    /// <summary>The same, for a member.</summary>
    /// <param name="what">The member in words.</param>
    /// <param name="from">The expression from which it was read.</param>
    /// <param name="wrong">The rest of the sentence.</param>
    public DeadLetterException Bad(string what, string from, string wrong) => Bad($"The {what} ({MemberOf(from)}) {wrong}.");

    // For `said.Purchase.NetPrice`, the expression in the consumer, the member of the message is `purchase.netPrice`.
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
