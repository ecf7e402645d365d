using System.Runtime.CompilerServices;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>Currencies in messages.</summary>
public static class CurrencyCheck
{
    /// <summary>An ISO 4217 code that has a minor unit, in upper case.</summary>
    public static string Currency(this MessageValidator check, string? value, [CallerArgumentExpression(nameof(value))] string from = "") =>
        Currencies.IsKnown(value) ? value!
            : throw check.Bad("currency", from, $"is '{StrictReading.Safe(value ?? "")}'; a code of ISO 4217 in capitals is wanted");
}
