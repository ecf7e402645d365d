using System.IO.Compression;
using System.Text;
using Rma.Testing;
using static Rma.Testing.Spoiled;

namespace Rma.Issuance.Tests.BadInput;

/// <summary>Invalid requests to issuance with their expected answers.</summary>
internal static class BadRequests
{
    private const string Malformed = "request.malformed";
    private const string Good = """{"remedy":"credit-return","items":["BAD-HTTP"]}""";

    public static IEnumerable<BadRequest> All =>
        Bodies.Concat(Texts).Concat(Encodings).Concat(Keys).Concat(Doors).Concat(Questions).Concat(Others);

    private static IEnumerable<BadRequest> Bodies =>
    [
        Rmas("no body", "", Malformed),
        Rmas("null for a body", "null", Malformed),
        Rmas("a list for a body", $"[{Good}]", Malformed),
        Rmas("a word for a body", "hello", Malformed),
        Rmas("a body that is cut off", Good[..^3], Malformed),
        Rmas("two bodies in one", Good + Good, Malformed),
        Rmas("a body with a comma too many", Good[..^1] + ",}", Malformed),
        Rmas("a body with a comment", "/* hello */" + Good, Malformed),
        Rmas("a body that says one thing twice", """{"remedy":"credit-return","remedy":"stock-rotation","items":["A"]}""", Malformed),
        Rmas("a member that nobody asked for", """{"remedy":"credit-return","items":["A"],"amount":500}""", Malformed),
        Rmas("a type marker", """{"$type":"System.IO.FileInfo, System","remedy":"credit-return","items":["A"]}""", Malformed),
        Rmas("a prototype", """{"__proto__":{"roles":["operator"]},"remedy":"credit-return","items":["A"]}""", Malformed),
        Rmas("depth 17", $$"""{"remedy":{{Deep(17)}},"items":["A"]}""", Malformed),
        Rmas("depth 5,000", Deep(5_000), Malformed),
        Rmas("a body of 257 kB", Good + new string(' ', 257 * 1024), "request.too-large", 413),
        Rmas("items in a text", """{"remedy":"credit-return","items":"BAD-HTTP"}""", Malformed),
        Rmas("items in an object", """{"remedy":"credit-return","items":{"0":"A"}}""", Malformed),
        Rmas("nothing for an item", """{"remedy":"credit-return","items":["A",null]}""", Malformed),
        Rmas("a number for an item", """{"remedy":"credit-return","items":[1e400]}""", Malformed),
        Rmas("a list for an item", """{"remedy":"credit-return","items":[["A"]]}""", Malformed),
        Rmas("the remedy missing", """{"items":["A"]}""", Malformed),
        Rmas("yes for a remedy", """{"remedy":true,"items":["A"]}""", Malformed),
    ];

    private static IEnumerable<BadRequest> Texts =>
    [
        Rmas("no items", """{"remedy":"credit-return","items":[]}""", "rma.items-out-of-range"),
        Rmas("201 items",
            $$"""{"remedy":"credit-return","items":[{{string.Join(',', Enumerable.Range(0, 201).Select(n => $"\"S{n}\""))}}]}""",
        "rma.items-out-of-range"),
        Rmas("an item twice, once with blanks", """{"remedy":"credit-return","items":["A"," A "]}""", "rma.item-repeated"),
        Rmas("a blank item", """{"remedy":"credit-return","items":[" "]}""", "rma.item-malformed"),
        Rmas("an item of 65 letters", $$"""{"remedy":"credit-return","items":[{{Letters(65)}}]}""", "rma.item-malformed"),
        Rmas("B5 an item with a line end", """{"remedy":"credit-return","items":["A\r\nINFO: paid"]}""", Malformed),
        Rmas("B5 an item with a byte order mark", """{"remedy":"credit-return","items":["\uFEFFA"]}""", Malformed),
        Rmas("B5 an account turned round", """{"remedy":"credit-return","items":["A"],"accountId":"ACC\u202E-1"}""", Malformed),
        Rmas("B5 a defect with an escape", """{"remedy":"credit-return","items":["A"],"defect":"A\u001b[2J"}""", Malformed),
        Rmas("an item with a NUL", """{"remedy":"credit-return","items":["A\u0000"]}""", Malformed),
        Rmas("an item with an escape", """{"remedy":"credit-return","items":["A\u001b[2J"]}""", Malformed),
        Rmas("an item with half a character", """{"remedy":"credit-return","items":["A\ud800"]}""", Malformed),
        Rmas("a remedy of 65 letters", $$"""{"remedy":{{Letters(65)}},"items":["A"]}""", "rma.remedy-missing"),
        Rmas("an empty remedy", """{"remedy":"","items":["A"]}""", "rma.remedy-missing"),
        Rmas("a defect of 501 letters", $$"""{"remedy":"warranty-repair","items":["A"],"defect":{{Letters(501)}}}""",
            "rma.defect-too-long"),
        Rmas("a defect of 4,001 letters", $$"""{"remedy":"warranty-repair","items":["A"],"defect":{{Letters(4_001)}}}""", Malformed),
        Rmas("another account", """{"remedy":"credit-return","items":["A"],"accountId":"ACC-2"}""", "rma.other-account"),
        Rmas("no account, from the desk", Good, "rma.account-missing") with { As = "returns-desk" },
        Rmas("an account of 65 letters, from the desk", $$"""{"remedy":"credit-return","items":["A"],"accountId":{{Letters(65)}}}""",
            "rma.account-missing") with { As = "returns-desk" },
    ];

    private static IEnumerable<BadRequest> Encodings =>
    [
        Rmas("bytes that are no UTF-8", "",
            Malformed) with { Bytes = Encoding.Latin1.GetBytes("""{"remedy":"credit-return","items":["CAF""" + "\u00c9\"]}") },
        Rmas("UTF-16 that does not say so", "", Malformed) with { Bytes = Encoding.Unicode.GetBytes(Good) },
        Rmas("a zip bomb", "", Malformed) with { Bytes = Bomb(), Headers = [("Content-Encoding", "gzip")] },
        Rmas("no content type", Good, "request.unsupported-media-type", 415) with { ContentType = null },
        Rmas("B1 UTF-16 that says so", "", "request.unsupported-media-type", 415) with { Bytes = Encoding.Unicode.GetBytes(Good),
            ContentType = "application/json; charset=utf-16" },
        Rmas("B1 a charset of nobody", Good, "request.unsupported-media-type",
            415) with { ContentType = "application/json; charset=\"klingon\"" },
        Rmas("plain text", Good, "request.unsupported-media-type", 415) with { ContentType = "text/plain" },
        Rmas("XML", "<a/>", "request.unsupported-media-type", 415) with { ContentType = "application/xml" },
        Rmas("a form", "remedy=credit-return", "request.unsupported-media-type",
            415) with { ContentType = "application/x-www-form-urlencoded" },
        Rmas("a form of parts", "--x--", "request.unsupported-media-type", 415) with { ContentType = "multipart/form-data; boundary=x" },
    ];

    private static IEnumerable<BadRequest> Keys =>
    [
        Rmas("no idempotency key", Good, "idempotency.key-missing") with { Key = null },
        Rmas("an idempotency key of 129 letters", Good, "idempotency.key-malformed") with { Key = new string('k', 129) },
        Rmas("an idempotency key with a blank", Good, "idempotency.key-malformed") with { Key = "a b" },
        Rmas("a stranger", Good, "request.not-authenticated", 401) with { As = null },
        Rmas("a key of another shape", Good, "request.not-authenticated", 401) with { As = null, Headers = [("X-Api-Key", "let me in")] },
        Rmas("a key that nobody has", Good, "request.not-authenticated", 401) with { As = null,
            Headers = [("X-Api-Key", "rma_00000000_secret")] },
        Rmas("a key with SQL in it", Good, "request.not-authenticated", 401) with { As = null,
            Headers = [("X-Api-Key", "rma_' or 1=1 --_x")] },
        Rmas("a token that is none", Good, "request.not-authenticated", 401) with { As = null,
            Headers = [("Authorization", "Bearer e30.e30.")] },
        Rmas("a password", Good, "request.not-authenticated", 401) with { As = null,
            Headers = [("Authorization", "Basic b3BlcmF0b3I6b3BlcmF0b3I=")] },
        Rmas("a scanner that asks for money", Good, "request.not-allowed", 403) with { As = "scanner" },
        Rmas("an auditor that writes", Good, "request.not-allowed", 403) with { As = "auditor" },
    ];

    private static IEnumerable<BadRequest> Doors =>
    [
        Rmas("PUT where there is POST", Good, "route.method-not-allowed", 405) with { Method = "PUT" },
        Rmas("DELETE where there is GET", "", "route.method-not-allowed", 405) with { Method = "DELETE", Path = "/returns",
            As = "operator" },
        Rmas("TRACE", "", "route.method-not-allowed", 405) with { Method = "TRACE" },
        Rmas("a verb of somebody's own", Good, "route.method-not-allowed", 405) with { Method = "STEAL" },
        Rmas("another method in a header", "{}", "route.method-not-allowed", 405) with { Method = "PATCH",
            Headers = [("X-HTTP-Method-Override", "POST")] },
        Rmas("a route that is none", "{}", "route.not-found", 404) with { Path = "/refunds" },
        Rmas("two slashes", Good, "route.not-found", 404) with { Path = "/./x/../refunds//rmas" },
        Rmas("a way out of the folder", "", "route.not-found", 404) with { Method = "GET", Path = "/rmas/..%2f..%2fetc%2fpasswd/x/y",
            As = "returns-desk" },
        Rmas("500 headers", Good, null, 431) with { Headers = [.. Enumerable.Range(0, 500).Select(n => ($"X-H{n}", "v"))] },
        Rmas("a header of 20 kB", Good, null, 431) with { Headers = [("X-Long", new string('v', 20_000))] },
    ];

    private static IEnumerable<BadRequest> Questions =>
    [
        Get("a limit of 0", "/rmas?limit=0", 400, "request.limit-out-of-range"),
        Get("a limit of a million", "/rmas?limit=1000000", 400, "request.limit-out-of-range"),
        Get("B12 a parameter that is none", "/returns?serialNumber=A", 400, "request.unknown-parameter"),
        Get("B12 a parameter where there are none", "/rmas/RMA-222222-2?expand=all", 400, "request.unknown-parameter"),
        Get("B12 a state that is none", "/returns?state=lost", 400, "request.unknown-value"),
        Get("B12 requests in a state that is none", "/rmas?state=lost", 400, "request.unknown-value"),
        Get("B12 notices of a kind that is none", "/notices?kind=spam", 400, "request.unknown-value"),
        Get("B12 a parameter twice", "/rmas?limit=1&limit=2", 400, Malformed),
        Get("B3 a day as Americans write it", "/units/A/eligibility?accountId=ACC-1&asOf=04/03/2026", 400, Malformed),
        Get("B3 a day as Germans write it", "/units/A/eligibility?accountId=ACC-1&asOf=03.04.2026", 400, Malformed),
        Get("B3 a day in words", "/units/A/eligibility?accountId=ACC-1&asOf=3%20April%202026", 400, Malformed),
        Get("B3 an instant without its offset", "/units/A/eligibility?accountId=ACC-1&asOf=2026-04-03&knownAt=2026-04-03T10:00:00", 400,
            Malformed),
        Get("B2 the last day there is", "/units/A/eligibility?accountId=ACC-1&asOf=9999-12-31", 400, "request.date-out-of-range"),
        Get("B2 a day before the first policy", "/units/A/eligibility?accountId=ACC-1&asOf=2015-07-31", 400, "policy.none-in-force"),
        Get("B5 a serial number with a byte order mark", "/units/%EF%BB%BFA", 400, Malformed),
        Get("a limit that is a word", "/rmas?limit=all", 400, Malformed),
        Get("a limit of 2^31", "/returns?limit=2147483648", 400, Malformed),
        Get("a NUL in a question", "/rmas?serialNumber=%00", 400, Malformed),
        Get("SQL in a question", "/rmas/RMA-'%20or%201=1--", 404, "rma.not-found"),
        Get("a number of another world", "/rmas/%F0%9F%92%B8", 404, "rma.not-found"),
        Get("a quarantine that is no id", "/quarantine/1", 404, "route.not-found") with { As = "operator" },
        Get("a quarantine that is not there", $"/quarantine/{Guid.Empty}", 404, "quarantined-message.not-found") with { As = "operator" },
        Get("a page of 1000 of the quarantine", "/quarantine?limit=1000", 400, "request.limit-out-of-range") with { As = "operator" },
        Get("a partner in the quarantine", "/quarantine", 403, "request.not-allowed") with { As = "partner" },
    ];

    private static IEnumerable<BadRequest> Others =>
    [
        Rmas("B2 what if before the first policy", """{"serialNumber":"A","on":"2015-07-31"}""",
            "policy.none-in-force") with { Path = "/what-if" },
        Rmas("B2 what if on the last day there is", """{"serialNumber":"A","on":"9999-12-31"}""",
            "request.date-out-of-range") with { Path = "/what-if" },
        Rmas("B2 what if of two thousand million months", """{"facts":{"sku":"A","shippedOn":"2026-01-01","warrantyMonths":2147483647}}""",
            "what-if.months-out-of-range") with { Path = "/what-if" },
        Rmas("A1 what if of a price as text", """{"facts":{"sku":"A","netPrice":"180,00","currency":"USD"}}""",
            Malformed) with { Path = "/what-if" },
        Rmas("a cancellation without a reason", """{"reason":"  "}""",
            "cancellation.reason-missing") with { Path = "/rmas/RMA-222222-2/cancellation" },
        Rmas("a cancellation of a number that is not there", """{"reason":"found it"}""", "rma.not-found",
            404) with { Path = "/rmas/RMA-222222-2/cancellation" },
        Rmas("an override without a clause",
            """{"serialNumber":"A","code":"credit.too-late","clause":"Z99","reason":"because we say so","expiresOn":"2026-12-01"}""",
        "override.clause-unknown") with { Path = "/overrides", As = "returns-desk" },
        Rmas("an override for 101 percent", """{"serialNumber":"A","code":"fee.outside-band","clause":"C3","reason":"because we say """ +
            """so","expiresOn":"2026-12-01","percent":101}""", "override.percent-out-of-range")
            with { Path = "/overrides", As = "returns-desk" },
        Rmas("an override on 31 November", """{"serialNumber":"A","code":"fee.outside-band","clause":"C3","reason":"because we say """ +
            """so","expiresOn":"2026-11-31","percent":10}""", Malformed) with { Path = "/overrides", As = "returns-desk" },
        Rmas("a webhook to a file", """{"url":"file:///etc/passwd"}""", "webhook.url-malformed") with { Path = "/webhooks" },
        Rmas("a webhook to the cloud's metadata", """{"url":"https://169.254.169.254/latest/meta-data"}""",
            "webhook.host-not-allowed") with { Path = "/webhooks" },
        Rmas("a webhook with nothing for a kind", """{"url":"https://127.0.0.1/x","kinds":[null]}""",
            Malformed) with { Path = "/webhooks" },
        Rmas("an exchange of next year", """{"serialNumber":"A","replacementSerialNumber":"B","exchangedAt":"2100-01-01T00:00:00Z"}""",
            "otc.time-implausible") with { Path = "/otc-exchanges" },
        Rmas("an exchange at no offset", """{"serialNumber":"A","replacementSerialNumber":"B","exchangedAt":"2026-01-01T00:00:00"}""",
            Malformed) with { Path = "/otc-exchanges" },
        Rmas("a settlement without a reason", """{"reason":""}""",
            "settlement.reason-missing") with { Path = $"/quarantine/{Guid.Empty}/settlement", As = "operator" },
        Rmas("a clock of a word", """{"offsetSeconds":"tomorrow"}""", Malformed) with { Method = "PUT", Path = "/platform/clock",
            As = "operator" },
    ];

    private static BadRequest Rmas(string name, string body, string? code, int status = 400) =>
        new(name, "/rmas", body, status, code) { As = "partner" };

    private static BadRequest Get(string name, string path, int status, string code) =>
        new(name, path, "", status, code) { Method = "GET", As = "returns-desk" };

    // A hundred megabytes of blanks in a hundred kilobytes.
    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var blanks = new byte[1_048_576];
            Array.Fill(blanks, (byte)' ');
            for (var megabyte = 0; megabyte < 100; megabyte++) zip.Write(blanks);
        }

        return packed.ToArray();
    }
}
