using Rma.Credit.CreditCases;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit;

/// <summary>Parts shared by several request messages.</summary>
internal static class Incoming
{
    /// <summary>The price paid; null when no invoice is known.</summary>
    public static PurchasePaid? Paid(this MessageValidator check, V1.Purchase? purchase) => purchase is null ? null : new(
        check.Id(purchase.InvoiceId, "invoice"), check.Day(purchase.InvoiceDate, "invoice date"),
        check.AnyAmount(purchase.NetPrice, "net price"), check.AnyAmount(purchase.Tax, "tax"), check.Id(purchase.Currency, "currency"),
        purchase.InvoiceLine is { } line ? check.Count(line, "invoice line") : null);

    /// <summary>The granted overrides; null for none.</summary>
    public static ValueList<PolicyOverride>? Overrides(this MessageValidator check, V1.GrantedOverride[]? overrides) =>
        overrides is not { Length: > 0 } ? null
        : [.. overrides.Select(one => new PolicyOverride(
            one.OverrideId, check.Id(one.Code, "override"), check.Id(one.Clause, "clause"), one.Percent, one.ExpiresOn))];
}
