using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Rma.Contracts.Billing.V1;
using Rma.Contracts.Orders.V1;
using Rma.Contracts.Products.V1;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>A limit that has a name of its own in the document, or stands where it is used.</summary>
internal sealed record FeedLimit(string? Name, Func<JsonObject> Make);

/// <summary>
/// What the platform refuses in the feed beyond wrong types, as far as a schema can say it: the checks that the consumers make with
/// <see cref="MessageValidator"/>.
/// </summary>
internal static class FeedLimits
{
    private const int Most = 1_000_000;

    /// <summary>By the kind of the member; null: its type says all.</summary>
    public static FeedLimit? Of(Type record, string member, Type type) => type switch
    {
        _ when type == typeof(string) && member is "RmaNumber" or "RmaNumbers" => new("RmaNumber", () => new()
        {
            ["type"] = "string", ["minLength"] = 1,
            ["description"] = "An issued RMA number, as printed. The check symbol has to be right, which a schema cannot say.",
        }),
        _ when type == typeof(string) && member is "Name" or "Accessories" => new("Name", () => Text(
            "A name to be shown: 1 to 64 characters, all of which can be seen; every kind of blank is taken.",
            text => IdentifyingText.FaultOfName(text))),
        _ when type == typeof(string) => new("Identifier", () => Text(
            "A text that names something: 1 to 64 characters, all of which can be seen.", text => IdentifyingText.Fault(text))),
        _ when type == typeof(decimal) => new("Amount", () => new()
        {
            ["type"] = "number", ["format"] = "decimal", ["minimum"] = 0, ["maximum"] = 9_999_999_999,
            ["description"] = "A JSON number, never a text: at most ten digits and four places, in the currency beside it.",
        }),
        _ when type == typeof(DateOnly) => new("Day", () => new()
        {
            ["type"] = "string", ["format"] = "date", ["pattern"] = $"^{Date}$", ["description"] = "A day of 2000 or later.",
        }),
        _ when type == typeof(DateTimeOffset) => new("Instant", () => new()
        {
            ["type"] = "string", ["format"] = "date-time", ["pattern"] = $"^{Date}T{Time}$",
            ["description"] = "An instant with its offset, of 2000 or later: `2026-03-02T17:30:00Z`.",
        }),
        _ when type == typeof(int) => Whole(record, member),
        _ => null,
    };

    /// <summary>How many elements a list may have.</summary>
    public static void Bound(Type record, string member, JsonObject list)
    {
        if ((record, member) == (typeof(ProductChanged), nameof(ProductChanged.Accessories))) list["maxItems"] = 50;
        if ((record, member) != (typeof(PurchaseOrderPlaced), nameof(PurchaseOrderPlaced.Lines))) return;
        (list["minItems"], list["maxItems"]) = (1, 500);
    }

    /// <summary>What holds between members; null: nothing.</summary>
    public static JsonArray? Between(Type record) => record != typeof(UnitInvoiced) ? null : new(
        new JsonObject
        {
            ["description"] = "A unit with its serial number, or a license with its code.",
            ["properties"] = new JsonObject { ["serialNumber"] = Typed("string"), ["quantity"] = Typed("null") },
        },
        new JsonObject
        {
            ["description"] = "So many of a product without serial numbers.",
            ["properties"] = new JsonObject { ["serialNumber"] = Typed("null"), ["quantity"] = Typed("integer") },
            ["required"] = new JsonArray("quantity"),
        });

    // In ASCII digits and with what both JavaScript and .NET understand.
    private const string Date =
        "20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))";
    private const string Time = @"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])";

    private static FeedLimit Whole(Type record, string member) => (record.Name, member) switch
    {
        (nameof(ProductChanged), nameof(ProductChanged.WarrantyMonths)) => new(null, () => From(0, 600)),
        (nameof(UnitInvoiced), nameof(UnitInvoiced.Quantity)) => new(null, () => From(1, Pieces.Most)),
        _ => new(null, () => From(1, Most)),
    };

    private static JsonObject From(int least, int most) =>
        new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Text(string said, Func<string, string?> faultOf) => new()
    {
        ["type"] = "string", ["minLength"] = 1, ["maxLength"] = IdentifyingText.MaximumLength,
        ["pattern"] = $"^(?! )(?!.* $)[^{Refused(faultOf)}]+$", ["description"] = said,
    };

    // The refused characters of the basic plane, as ranges. Code points without a character yet are left out: every version of Unicode has
    // others. Halves of characters are refused by whatever reads the JSON.
    private static string Refused(Func<string, string?> faultOf)
    {
        var (ranges, from) = (new StringBuilder(), -1);
        for (var code = 0; code <= 0x10000; code++)
        {
            var refused = code < 0x10000 && IsRefused((char)code, faultOf);
            if (refused && from < 0) from = code;
            if (refused || from < 0) continue;
            ranges.Append(Escaped(from));
            if (code - 1 > from) ranges.Append('-').Append(Escaped(code - 1));
            from = -1;
        }

        return ranges.ToString();
    }

    private static bool IsRefused(char code, Func<string, string?> faultOf) => !char.IsSurrogate(code)
        && (char.GetUnicodeCategory(code) != UnicodeCategory.OtherNotAssigned || code is >= '\uFDD0' and <= '\uFDEF' or >= '\uFFFE')
        && faultOf(code.ToString()) is not null;

    private static string Escaped(int code) => $@"\u{code:X4}";
}
