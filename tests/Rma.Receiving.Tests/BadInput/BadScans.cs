using Rma.Testing;
using static Rma.Testing.Spoiled;

namespace Rma.Receiving.Tests.BadInput;

/// <summary>Invalid scans and invalid messages to the dock.</summary>
internal static class BadScans
{
    private const string Malformed = "request.malformed";
    private static readonly string Now = TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly System.Text.Json.Nodes.JsonObject Good =
        Json(new { scanId = "bad-scan", marking = (string?)null, freightTerms = "prepaid", scannedAt = Now });
    private static readonly System.Text.Json.Nodes.JsonObject Unit =
        Json(new { scanId = "bad-unit", serialNumber = "BAD-1", scannedAt = Now });
    private static readonly System.Text.Json.Nodes.JsonObject Seen = Json(new
    {
        retailBoxOpened = false, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
        serialLabel = "intact", cosmeticDamage = false, internalDamage = false,
    });

    public static IEnumerable<BadRequest> Requests => Parcels.Concat(Units).Concat(Inspections).Concat(Photos);

    private static IEnumerable<BadRequest> Parcels =>
    [
        Scan("a scan without an id", Good.Without("scanId"), Malformed),
        Scan("a scan of a blank id", Good.With("scanId", "\" \""), "scan.id-out-of-range"),
        Scan("a scan of 65 letters of id", Good.With("scanId", Letters(65)), "scan.id-out-of-range"),
        Scan("a scan of a number for an id", Good.With("scanId", "17"), Malformed),
        Scan("a scan with a NUL in its id", Good.With("scanId", "\"a\\u0000\""), Malformed),
        Scan("a scan with an amount", Good.Twice("amount", "500"), Malformed),
        Scan("a scan that says its terms twice", Good.Twice("freightTerms", "\"collect\""), Malformed),
        Scan("a scan of other terms", Good.With("freightTerms", "\"PREPAID\""), "scan.freight-terms-unknown"),
        Scan("a scan of tomorrow", Good.With("scannedAt", "\"2099-01-01T00:00:00Z\""), "scan.time-implausible"),
        Scan("a scan of the year 1", Good.With("scannedAt", "\"0001-01-01T00:00:00Z\""), "scan.time-implausible"),
        Scan("a scan of 30 February", Good.With("scannedAt", "\"2026-02-30T00:00:00Z\""), Malformed),
        Scan("a scan at 24:00", Good.With("scannedAt", "\"2026-01-01T24:00:00Z\""), Malformed),
        Scan("a scan at no offset", Good.With("scannedAt", "\"2026-01-01T08:00:00\""), Malformed),
        Scan("a scan at an offset of 15 hours", Good.With("scannedAt", "\"2026-01-01T08:00:00+15:00\""), Malformed),
        Scan("a scan with nothing for a photo", Good.Twice("photos", "[null]"), Malformed),
        Scan("a scan with a path for a photo", Good.Twice("photos", "[\"../../etc/passwd\"]"), "photo.hash-malformed"),
        Scan("a scan with a photo nobody has", Good.Twice("photos", $"[\"{new string('a', 64)}\"]"), "photo.unknown"),
        Scan("a scan with 21 photos", Good.Twice("photos", $"[{string.Join(',', Enumerable.Repeat($"\"{new string('a', 64)}\"", 21))}]"),
            "photo.too-many"),
        Scan("a scan by a partner", Good.ToJsonString(), "request.not-allowed", 403) with { As = "partner" },
        Scan("a scan by an inspector", Good.ToJsonString(), "request.not-allowed", 403) with { As = "inspector" },
        Scan("a scan by a stranger", Good.ToJsonString(), "request.not-authenticated", 401) with { As = null },
    ];

    private static IEnumerable<BadRequest> Units =>
    [
        OfUnit("a unit of no parcel", Unit.ToJsonString(), "parcel.not-found", 404),
        OfUnit("a unit of a parcel that is a word", Unit.ToJsonString(), "route.not-found", 404) with { Path = "/parcels/parcel/units" },
        OfUnit("a unit of 65 letters", Unit.With("serialNumber", Letters(65)), "parcel.not-found", 404),
        OfUnit("a unit with a list for its serial number", Unit.With("serialNumber", "[\"A\"]"), Malformed),
        OfUnit("a unit without a time", Unit.Without("scannedAt"), Malformed),
    ];

    private static IEnumerable<BadRequest> Inspections =>
    [
        Inspect("an inspection of nothing", Seen.ToJsonString(), "unit.not-received", 409),
        Inspect("an inspection that says yes in a text", Seen.With("retailBoxOpened", "\"yes\""), Malformed),
        Inspect("an inspection without a label", Seen.Without("serialLabel"), Malformed),
        Inspect("an inspection with nothing for an accessory", Seen.With("missingAccessories", "[null]"), Malformed),
        Inspect("an inspection with nothing for an exclusion", Seen.Twice("exclusions", "[null]"), Malformed),
        Inspect("an inspection with an amount", Seen.Twice("creditAmount", "999"), Malformed),
        Inspect("an inspection with a note of 4,001 letters", Seen.Twice("note", Letters(4_001)), Malformed),
        Inspect("an inspection by a scanner", Seen.ToJsonString(), "request.not-allowed", 403) with { As = "scanner" },
        Inspect("a settlement of nobody's unit as sold", """{"outcome":"sold","reason":"a good price"}""", "quarantine.outcome-unknown")
            with { As = "returns-desk", Path = $"/quarantined-units/{Guid.Empty}/settlement" },
        Inspect("a second opinion without a reason", """{"agreed":true,"reason":" "}""",
            "inspection.reason-missing") with { As = "returns-desk", Path = $"/units/{Guid.Empty}/other-exclusion" },
    ];

    private static IEnumerable<BadRequest> Photos =>
    [
        Photo("a photo under a name", "/photos/cat.jpg", "photo.hash-malformed", 400),
        Photo("a photo of other bytes", $"/photos/{new string('a', 64)}", "photo.hash-mismatch", 400),
        Photo("a photo that is a page", $"/photos/{new string('a', 64)}", "photo.unsupported-media-type",
            415) with { ContentType = "text/html" },
        new BadRequest("a photo of another folder", "/photos/..%2f..%2fetc%2fpasswd", "", 400, "photo.hash-malformed") { Method = "GET",
            As = "scanner" },
        new BadRequest("parcels in a state that is none", "/parcels?state=lost", "", 400, "parcels.state-unknown") { Method = "GET",
            As = "returns-desk" },
    ];

    private static BadRequest Scan(string name, string body, string code, int status = 400) =>
        new(name, "/parcels", body, status, code) { As = "scanner" };

    private static BadRequest OfUnit(string name, string body, string code, int status = 400) =>
        new(name, $"/parcels/{Guid.Empty}/units", body, status, code) { As = "scanner" };

    private static BadRequest Inspect(string name, string body, string code, int status = 400) =>
        new(name, $"/units/{Guid.Empty}/inspection", body, status, code) { As = "inspector" };

    private static BadRequest Photo(string name, string path, string code, int status) =>
        new(name, path, "no picture", status, code) { Method = "PUT", As = "scanner", ContentType = "image/jpeg" };
}
