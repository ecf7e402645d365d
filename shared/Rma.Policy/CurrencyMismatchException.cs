namespace Rma.Policy;

/// <summary>Amounts of different currencies were added or subtracted; a credit stays in the currency of its invoice .</summary>
public sealed class CurrencyMismatchException(string left, string right)
    : InvalidOperationException($"Amounts in {left} and {right} cannot be added or subtracted.");
