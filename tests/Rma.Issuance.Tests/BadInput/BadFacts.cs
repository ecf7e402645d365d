using System.Text.Json.Nodes;
using Rma.Contracts.Accounts.V1;
using Rma.Contracts.Billing.V1;
using Rma.Contracts.Licensing.V1;
using Rma.Contracts.Orders.V1;
using Rma.Contracts.Products.V1;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;
using static Rma.Issuance.Tests.IssuanceUnderTest;
using static Rma.Testing.Spoiled;

namespace Rma.Issuance.Tests.BadInput;

/// <summary>Every fact of internal systems, made invalid in every relevant way.</summary>
internal static class BadFacts
{
    private const string Malformed = "message.malformed";
    private const string Invalid = "feed.invalid";

    /// <param name="Text">A member with identifying text.</param>
    /// <param name="When">A member with a date or an instant.</param>
    private sealed record Fact(string Name, string Exchange, JsonObject Good, string Text, string When)
    {
        public bool HasRevision => Good.ContainsKey("revision");

        public bool IsInstant => Good[When]!.GetValue<string>().Contains('T', StringComparison.Ordinal);
    }

    private static readonly Fact Account =
        Of(new AccountChanged("ACC-BAD", 1, "Bad", "distributor", true, new(2026, 1, 1), Now), "accountId", "occurredAt");
    private static readonly Fact Product =
        Of(new ProductChanged("BAD-1", 1, "Bad", 12, ["cable"], false, false, false, null, new(2026, 1, 1), Now), "sku", "effectiveFrom");
    private static readonly Fact Shipment = Of(new UnitShipped("SH-BAD", 1, "BAD-2", "CAM-2", "ACC-1", Now), "serialNumber", "shippedAt");
    private static readonly Fact Invoice =
        Of(new UnitInvoiced("INV-BAD", 1, 1, "BAD-3", "CAM-2", "ACC-1", Today, 1m, 0m, 0m, 0m, "USD"), "invoiceId", "invoiceDate");
    private static readonly Fact License = Of(new LicenseActivated("BAD-4", "VMS-1", Now), "licenseCode", "activatedAt");
    private static readonly Fact Order =
        Of(new PurchaseOrderPlaced("PO-BAD", 1, "ACC-1", null, [new(1, "CAM-2", 1, 1m, "USD")], Now), "purchaseOrderId", "placedAt");

    public static IEnumerable<BadMessage> All =>
        new[] { Account, Product, Shipment, Invoice, License, Order }.SelectMany(fact =>
            Shapes(fact).Concat(Names(fact)).Concat(Dates(fact)).Concat(Revisions(fact)))
            .Concat(OfAccounts()).Concat(OfProducts()).Concat(OfInvoices()).Concat(OfOrders());

    private static IEnumerable<BadMessage> Shapes(Fact fact) =>
    [
        Bad(fact, "cut off", fact.Good.ToJsonString()[..^2], Malformed),
        Bad(fact, "in an array", $"[{fact.Good.ToJsonString()}]", Malformed),
        Bad(fact, "followed by another", fact.Good.ToJsonString() + fact.Good.ToJsonString(), Malformed),
        Bad(fact, "that says one thing twice", fact.Good.Twice(fact.Text, "\"OTHER\""), Malformed),
    ];

    private static IEnumerable<BadMessage> Names(Fact fact) =>
    [
        Bad(fact, $"without its {fact.Text}", fact.Good.Without(fact.Text), Malformed),
        Bad(fact, $"of a null {fact.Text}", fact.Good.With(fact.Text, "null"), Malformed),
        Bad(fact, $"with a number for its {fact.Text}", fact.Good.With(fact.Text, "5"), Malformed),
        Bad(fact, $"with an object for its {fact.Text}", fact.Good.With(fact.Text, "{}"), Malformed),
        Bad(fact, $"of a blank {fact.Text}", fact.Good.With(fact.Text, "\"  \""), Invalid),
        Bad(fact, $"of 65 letters of {fact.Text}", fact.Good.With(fact.Text, Letters(65)), Invalid),
        Bad(fact, $"with a NUL in its {fact.Text}", fact.Good.With(fact.Text, "\"A\\u0000B\""), Invalid),
        Bad(fact, $"with a line end in its {fact.Text}", fact.Good.With(fact.Text, "\"A\\r\\nB\""), Invalid),
        Bad(fact, $"B5 with a byte order mark in its {fact.Text}", fact.Good.With(fact.Text, "\"\\uFEFFA\""), Invalid),
        Bad(fact, $"B5 with a blank of no width in its {fact.Text}", fact.Good.With(fact.Text, "\"A\\u200BB\""), Invalid),
        Bad(fact, $"B5 with its {fact.Text} turned round", fact.Good.With(fact.Text, "\"A\\u202EB\""), Invalid),
        Bad(fact, $"B5 with a private letter in its {fact.Text}", fact.Good.With(fact.Text, "\"A\\uE000B\""), Invalid),
        Bad(fact, $"B5 with what is no character in its {fact.Text}", fact.Good.With(fact.Text, "\"A\\uFFFFB\""), Invalid),
        // An order can be cancelled; nothing can be recalled.
        Bad(fact, "B10 that is cancelled", fact.Good.With(fact.Good.ContainsKey("cancelled") ? "recalled" : "cancelled", "true"),
            "message.unknown-member"),
        Bad(fact, "B10 of a misspelt member", fact.Good.With(fact.Text + "s", "\"A\""), "message.unknown-member"),
        Bad(fact, $"with half a character in its {fact.Text}", fact.Good.With(fact.Text, "\"A\\ud800B\""), Malformed),
    ];

    private static IEnumerable<BadMessage> Dates(Fact fact)
    {
        var time = fact.IsInstant ? "T00:00:00Z" : "";
        yield return Bad(fact, "of 30 February", fact.Good.With(fact.When, $"\"2026-02-30{time}\""), Malformed);
        yield return Bad(fact, "of the year 0", fact.Good.With(fact.When, $"\"0000-01-01{time}\""), Malformed);
        yield return Bad(fact, "of 1970", fact.Good.With(fact.When, $"\"1970-01-01{time}\""), Invalid);
        yield return Bad(fact, "of the year 9999", fact.Good.With(fact.When, $"\"9999-12-31{time}\""), Invalid);
        yield return Bad(fact, "of a number of seconds", fact.Good.With(fact.When, "1767225600"), Malformed);
        if (!fact.IsInstant) yield break;
        yield return Bad(fact, "at no offset", fact.Good.With(fact.When, "\"2026-01-01T00:00:00\""), Malformed);
        yield return Bad(fact, "at 24:00", fact.Good.With(fact.When, "\"2026-01-01T24:00:00Z\""), Malformed);
    }

    private static IEnumerable<BadMessage> Revisions(Fact fact) => !fact.HasRevision ? [] :
    [
        Bad(fact, "A1 of a revision in a text", fact.Good.With("revision", "\"1\""), Malformed),
        // An activation without a revision is the first of its kind.
        Bad(fact, "A2 of no revision", fact.Good.With("revision", fact.Good["revision"] is null ? "{}" : "null"), Malformed),
        Bad(fact, "of revision -1", fact.Good.With("revision", "-1"), Invalid),
        Bad(fact, "of revision 2147483648", fact.Good.With("revision", "2147483648"), Malformed),
        Bad(fact, "of revision 1.5", fact.Good.With("revision", "1.5"), Malformed),
    ];

    private static IEnumerable<BadMessage> OfProducts() =>
    [
        Bad(Product, "of 601 months", Product.Good.With("warrantyMonths", "601"), Invalid),
        Bad(Product, "of -1 months", Product.Good.With("warrantyMonths", "-1"), Invalid),
        Bad(Product, "of 51 accessories", Product.Good.With("accessories", $"[{string.Join(',', Enumerable.Repeat("\"x\"", 51))}]"),
            Invalid),
        Bad(Product, "with nothing for an accessory", Product.Good.With("accessories", "[null]"), Malformed),
        Bad(Product, "with accessories in a text", Product.Good.With("accessories", "\"cable\""), Malformed),
        Bad(Product, "with a NUL in its successor", Product.Good.With("successorSku", "\"A\\u0000B\""), Invalid),
        Bad(Product, "of 65 letters of successor", Product.Good.With("successorSku", Letters(65)), Invalid),
        Bad(Product, "that says yes in a text", Product.Good.With("isLicense", "\"true\""), Malformed),
    ];

    private static IEnumerable<BadMessage> OfInvoices() =>
    [
        .. new[] { "netPrice", "discount", "tax", "freight" }.SelectMany(amount => new[]
        {
            Bad(Invoice, $"A1 of a {amount} as text", Invoice.Good.With(amount, "\"180,00\""), Malformed),
            Bad(Invoice, $"A1 of a {amount} as plain text", Invoice.Good.With(amount, "\"180.00\""), Malformed),
            Bad(Invoice, $"A2 of a null {amount}", Invoice.Good.With(amount, "null"), Malformed),
            Bad(Invoice, $"A2 without its {amount}", Invoice.Good.Without(amount), Malformed),
        }),
        Bad(Invoice, "of a price below zero", Invoice.Good.With("netPrice", "-0.01"), Invalid),
        Bad(Invoice, "of a price of 1e400", Invoice.Good.With("netPrice", "1e400"), Malformed),
        Bad(Invoice, "of a price of NaN", Invoice.Good.With("netPrice", "\"NaN\""), Malformed),
        Bad(Invoice, "of a price in words", Invoice.Good.With("netPrice", "\"a hundred\""), Malformed),
        Bad(Invoice, "of ten thousand million", Invoice.Good.With("netPrice", "10000000000"), Invalid),
        Bad(Invoice, "of a price of five places", Invoice.Good.With("netPrice", "1.00001"), Invalid),
        Bad(Invoice, "of a tax below zero", Invoice.Good.With("tax", "-1"), Invalid),
        Bad(Invoice, "of line 0", Invoice.Good.With("line", "0"), Invalid),
        Bad(Invoice, "of an unknown currency", Invoice.Good.With("currency", "\"XXX\""), Invalid),
        Bad(Invoice, "of a currency in small letters", Invoice.Good.With("currency", "\"usd\""), Invalid),
        Bad(Invoice, "of no currency", Invoice.Good.With("currency", "\"\""), Invalid),
    ];

    private static IEnumerable<BadMessage> OfOrders() =>
    [
        Bad(Order, "of no lines", Order.Good.With("lines", "[]"), Invalid),
        Bad(Order, "of 501 lines", Order.Good.With(
            "lines", $"[{string.Join(',', Enumerable.Repeat(Order.Good["lines"]![0]!.ToJsonString(), 501))}]"), Invalid),
        Bad(Order, "with nothing for a line", Order.Good.With("lines", "[null]"), Malformed),
        Bad(Order, "A1 of a price as text", Line(price: "\"1,5\""), Malformed),
        Bad(Order, "A2 of a null price", Line(price: "null"), Malformed),
        Bad(Order, "A1 of a quantity as text", Line(quantity: "\"1\""), Malformed),
        Bad(Order, "of a quantity of 0", Line(quantity: "0"), Invalid),
        Bad(Order, "of a price below zero", Line(price: "-1"), Invalid),
        Bad(Order, "of a currency in small letters", Line(currency: "usd"), Invalid),
        Bad(Order, "of a blank SKU", Order.Good.With("lines", """[{"line":1,"sku":" ","quantity":1,"netPrice":1,"currency":"USD"}]"""),
            Invalid),
        Bad(Order, "of a number with a wrong check symbol", Order.Good.With("rmaNumber", "\"RMA-222222-3\""), "order.rma-unsound"),
        Bad(Order, "of a number never issued", Order.Good.With("rmaNumber", $"\"{Policy.RmaNumber.FromSequence(999_999)}\""),
            "order.rma-unknown"),
    ];

    private static string Line(string quantity = "1", string price = "1", string currency = "USD") =>
        Order.Good.With("lines", $$"""[{"line":1,"sku":"CAM-2","quantity":{{quantity}},"netPrice":{{price}},"currency":"{{currency}}"}]""");

    private static IEnumerable<BadMessage> OfAccounts() =>
    [
        Bad(Account, "B10 of a role in a capital", Account.Good.With("role", "\"Distributor\""), Invalid),
        Bad(Account, "B10 of a role of another world", Account.Good.With("role", "\"wizard\""), Invalid),
    ];

    private static Fact Of<T>(T good, string text, string when) where T : class =>
        new(typeof(T).Name, ServiceUnderTest.ExchangeOf<T>(), Json(good), text, when);

    private static BadMessage Bad(Fact fact, string how, string body, string code) => new($"{fact.Name} {how}", fact.Exchange, body, code);
}
