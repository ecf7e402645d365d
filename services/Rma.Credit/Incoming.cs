using Rma.Credit.CreditCases;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

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

    /// <summary>A count or number from 1.</summary>
    public int Revision(int number) => number is >= 1 and <= 1_000_000 ? number : throw Bad($"The revision is {number}; it counts from 1.");

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

    /// <summary>What was paid; null where no invoice is known.</summary>
    public PurchasePaid? Paid(V1.Purchase? paid, TimeProvider clock) => paid is null ? null : new(
        Name(paid.InvoiceId, "invoice"), Day(paid.InvoiceDate, clock, "invoice date"), Amount(paid.NetPrice, "net price"), Amount(paid.Tax, "tax"),
        Name(paid.Currency, "currency"), paid.InvoiceLine is { } line ? Revision(line) : null);

    /// <summary>What somebody entitled allowed; null for nothing.</summary>
    public ValueList<PolicyOverride>? Overrides(V1.GrantedOverride[]? granted) => granted is not { Length: > 0 } ? null
        : [.. granted.Select(one => new PolicyOverride(one.OverrideId, Name(one.Code, "override"), Name(one.Clause, "clause"), one.Percent, one.ExpiresOn))];

    /// <summary>The exception to throw.</summary>
    public QuarantineException Bad(string reason) => new(code, reason);
}
