using Rma.Policy.Scanning;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>What scanners send, and what is read of it. Control characters are written as U+001D and the like.</summary>
internal static class LabelQuestions
{
    private static readonly RmaNumber Ticket = RmaNumber.FromSequence(7, isTicket: true);

    public static IEnumerable<Question> All => Labels.Select(label => new Question($"`{Shown(Filled(label))}`", () => Read(Filled(label))));

    private static string Read(string raw)
    {
        var serial = SerialReading.Of(raw);
        var marking = Marking.Read(raw) switch
        {
            Marking.Legible legible => legible.Number.ToString(),
            Marking.Illegible illegible => illegible.NamesSeveral ? "several" : "illegible",
            _ => "none",
        };
        var lines = new[]
        {
            $"marking {marking}", $"serial number {Shown(serial.Serial ?? "none")} of {string.Join(" | ", serial.Readings.Select(Shown))}",
            $"trade item {serial.Gtin ?? "none"}, part {serial.PartNumber ?? "none"}",
            $"tracking key {TrackingNumbers.KeyOf(raw) ?? "none"}, container {TrackingNumbers.SsccOf(raw) ?? "none"}",
        };
        return string.Concat(lines.Select(line => $"- {line}\n"));
    }

    // {N} is a number, {S} its seven symbols, {D} the same with a dash, {T} a ticket number, {U} its symbols.
    private static string Filled(string label) => label
        .Replace("{N}", Number.ToString(), StringComparison.Ordinal).Replace("{S}", Symbols(Number), StringComparison.Ordinal)
        .Replace("{D}", Number.ToString()[4..], StringComparison.Ordinal).Replace("{T}", Ticket.ToString(), StringComparison.Ordinal)
        .Replace("{U}", Symbols(Ticket), StringComparison.Ordinal)
        .Replace("{A}", RmaNumber.FromSequence(8).ToString(), StringComparison.Ordinal);

    private static string Symbols(RmaNumber number) => number.ToString()[4..].Replace("-", "", StringComparison.Ordinal);

    private static string Shown(string text) => string.Concat(text.Select(c =>
        c is < ' ' or > '~' ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(U+{(int)c:X4})") : $"{c}"));

    private static IEnumerable<string> Labels =>
    [
        .. Markings, .. Scanners, .. Messages, .. FixedLengths, .. Containers,
        .. new[] { "00", "01", "02", "03", "04", "10", "11", "17", "20", "21", "22", "23", "240", "241", "250", "30", "3103", "3905", "400",
            "401", "410", "4300", "4200", "5012", "7003", "710", "7230", "8004", "8110", "8200", "83", "89", "90", "91", "92", "93", "94",
            "95", "96", "97", "98", "99", "12", "13", "14", "15", "16", "18", "19", "26", "29", "32", "37", "38", "44", "60", "73", "79" }
            .SelectMany(identifier => new[] { $"]C1{identifier}12345678901234567890\u001D21S1", $"]C1{identifier}{{S}}" }),
    ];

    private static IEnumerable<string> Markings =>
    [
        "", " ", "\uFEFF", "{N}", "{T}", "{S}", "{D}", "rma {S}", "R M A - {S}", "RMA\u2013{S}", "RMA_{S}", "RMA.{S}", "RMA #{S}",
        "RMA No.: {D}", "RMA NR {D}", "RMA NUM {D}", "RMA NUMMER {D}", "RMA NUMERO {D}", "RMA ID {D}", "RMA CODE {D}", "RMA REF {D}",
        "RMA REFERENCE {D}", "RMA number is {D}.", "R.M.A. number {D}", "R.A. {D}", "RA# {D}", "Return Authorization: {D}",
        "Return authorisation {D}", "Authorization {D}", "Authorisation: {S}", "Ticket {T}", "Ticket No.: {U}", "TKT # {U}", "TICKET {S}",
        "please quote {N} / thanks", "Attn. returns: {D}, box 1", "box {D} of 3", "X{D}", "{D}X", "-{D}", "{D}-", "{S}2",
        "X{S}", "RMA-222222-3", "{N} {A}", "{N} {N}",
        "{N}, RMA {D}", "{N}\u001D{A}", "{N}\u001E{A}", "https://returns.example.com/rmas/{N}", "https://example.com/%52MA-{S}",
        "HTTPS://X.EXAMPLE/RMA/{S}", "ftp+x://{N}", "RMA no no no {D}", "RMA no no no no {D}", "{S} {S}", "RMA {S} {S}", "RMA: {S}9",
        "%52MA-{S}",
    ];

    private static IEnumerable<string> Scanners =>
    [
        "]C0S1", "]C1", "]A0*S1*", "*S1*", "* S1 *", "**", "*S1", "A12345B", "a12.3/4:5+$-d", "E12345F", "S/N: S1", "SN:S1", "S N: S1",
        "Serial No. S1", "Serial number: S1", "SERIAL NR S1", "Serial: S1", "Ser#S1", "SER NO= S1", "SERNUM: S1", "SERIAL S1", "SN1234",
        "SN = S1", "SN:", "S\u0002T", "S\u0009T", "S1\r\n", "\uFEFFS1", "\uE000S1", "S\u200B1", "\uFF33\uFF11", "S1<GS>T1", "S1{GS}T1",
        "S1[GS]T1", "S1<FNC1>T1", "S1{FNC1}T1", "S1^]T1", "S1\\u001dT1", "S1\\u001DT1", "S1\\x1dT1", "S1\\x1DT1", "S1\u241DT1",
        "S1\u241ET1", "S1\u2404T1", "S1<RS>T1", "S1{RS}T1", "S1[RS]T1", "S1<EOT>T1", "S1{EOT}T1", "S1[EOT]T1", "S1^^T1", "S1\u0004T1",
        "21S1", new string('A', 64), new string('A', 65), "\u001D", "\u001E", "\u001DS1\u001E",
    ];

    private static IEnumerable<string> Messages =>
    [
        "(21)S1", "(21) S1 (10) LOT7", "x(21)S1", "(21)S(1)", "(21)S1(21)S2", "(21)S1(21)S1", "(1)S1", "(21456)S1", "(21)",
        "(01)09506000134352",
        "(01)09506000134353(21)S1", "(01)9506000134352(21)S1", "(241)CAM-2(21)S1", "(240)CAM-2(21)S1", "(241)(21)S1",
        $"(241){new string('P', 64)}(21)S1", $"(241){new string('P', 65)}(21)S1", "(400){N}(21)S1", "(91){S}", "(21){S}", "(10){N}",
        "]d2010950600013435221S1", "]e0010950600013435221S1", "]Q3010950600013435221S1", "]J1010950600013435221S1",
        "]I1010950600013435221S1",
        "]C0010950600013435321S1", "010950600013435221S1", "010950600013435321S1", "0109506000134352", "01095060001343522",
        "01A950600013435221S1", "]C121", "]C12", "]C1", "]C1X1", "]C10195060001", "]C121S1\u001D\u001D10L", "\u001D\u001D21S1\u001D",
        "]C110LOT7\u001D21S1", "]C121\u001D10L", "]C1 21S1", "[)>\u001E06\u001DS0042\u001D1PCAM-2\u001E\u0004", "[)>",
        "[)>\u001E06\u001D\u001E\u0004", "[)>\u001E06\u001DK{S}\u001E", "[)>\u001E06\u001D1K{S}\u001E", "[)>\u001E06\u001DZ{S}\u001E",
        "[)>\u001E06\u001D1Z{S}\u001E", "[)>\u001E06\u001D12345\u001DS7\u001E", "[)>\u001E06\u001D1234PX\u001DS7\u001E",
        "[)>\u001E05\u001D21S1\u001E", "[)>\u001E05\u001D400{N}\u001D21S1\u001E\u0004",
        "[)>\u001E12\u001DSER 0042\u001DPNO CAM-2\u001E\u0004",
        "[)>\u001E12\u001DSER0042\u001E", "[)>\u001E12\u001D42\u001DSER 7\u001E", "[)>\u001E07\u001DS0042\u001E",
        "[)>\u001E \u001E06\u001DS0042\u001E", "[)>\u001E06\u001D S0042 \u001E05\u001D240P1\u001E",
        "https://id.example.com/01/09506000134352/21/S1", "https://id.example.com/x/01/9506000134352/10/L/21/S%2F1?17=261231",
        "http://id.example.com/8006/1/21/S1", "http://id.example.com/8004/1/21/S1", "http://id.example.com/00/1/21/S1",
        "https://id.example.com/21/S1", "https://id.example.com/01", "https://id.example.com/01/1?21=S%2F1;240=P1",
        "https://id.example.com/01/1?2=S1&21=S2&12345=S3&ab=S4&21", "https://id.example.com/x?21=S1",
        "https://id.example.com/01/1/xx/S0/21/S1",
        "https://[", "https://id.example.com/01/09506000134352/21/S1/", "https://id.example.com/01/1?91={S}",
        "https://x.example/01/1?240=P1&8004=2", "https://x.example/01/1/1P/CAM-2/21/S1", "https://x.example/01/1?1P=CAM-2",
        "https://x.example/01/1?2={N}", "https://x.example/01/1?3100={N}", "https://x.example/01/1?12345={N}",
        // The symbology alone says that these are element strings.
        "]C121S1", "]e021S1", "]d221S1", "]Q321S1", "]J121S1", "]I121S1", "]C021S1", "]X121S1",
    ];

    // Elements of a fixed length end without a separator.
    private static IEnumerable<string> FixedLengths =>
    [
        .. new[] { "00123456789012345678", "0112345678901234", "0212345678901234", "0312345678901234", "041234567890123456", "2012",
            "4101234567890123", "11261231", "12261231", "13261231", "14261231", "15261231", "16261231", "17261231", "18261231", "19261231",
            "3100123456", "3200123456", "3300123456", "3400123456", "3500123456", "3600123456" }.Select(element => $"]C1{element}21S1"),
    ];

    private static IEnumerable<string> Containers =>
    [
        "340123450000000000", "3401 2345 0000 0000 00", "00340123450000000000", "]C100340123450000000000", "(00)340123450000000000",
        "(00)340123450000000000(21)S1", "(21)S1(00)340123450000000000", "340123450000000005", "000000000000000000", "34012345000000000",
        "34012345000000000A", "10340123450000000000", "000340123450000000000", "1Z 999 AA1 01 2345 6784", "]C01Z999AA10123456784", "---",
        "é1",
    ];
}
