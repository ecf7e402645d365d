using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Scanning;

/// <summary>
/// Text around a number as added by scanners and people. <c>{N}</c> is the number, <c>{S}</c> its seven symbols, <c>{T}</c> a ticket
/// number.
/// </summary>
public sealed class MarkingReadingTests
{
    private static readonly RmaNumber Ticket = RmaNumber.FromSequence(7, isTicket: true);
    private static readonly RmaNumber Another = RmaNumber.FromSequence(8);

    public static TheoryData<string> Readable => new()
    {
        // A scanner's symbology identifier (B7)
        "]C1{N}", "]C0{N}", "]A0{N}", "]d2{N}", "]d1{N}", "]Q3{N}", "]Q1{N}", "]e0{N}", " ]C0 {N} ", "\uFEFF]C0{N}",
        // Start and stop characters of Code 39
        "*{N}*", "*{S}*", "]A0*{N}*",
        // Invisible characters
        "\uFEFF{N}", "{N}\u200B", "\u202A{N}\u202C", "{N}\r\n", "\u0002{N}\u0003", "\t{N}\u00A0",
        // Spacing, dashes, case, full width
        "rma {S}", "R M A - {S}", "RMA\u2013{S}", "RMA_{S}", "RMA.{S}", "{S}", "RMA{S}", "\uFF32\uFF2D\uFF21-{S}",
        // Words people write around it
        "RMA #{S}", "RMA # {D}", "RMA No.: {D}", "RMA No. {N}", "RMA-No {S}", "R.M.A. number {D}", "RMA: {N}", "RMA={S}", "RMA \u2116 {D}",
        "RMA number is {D}.", "RMA NUMBER: {N}", "Return Authorization: {D}", "RA# {D}", "please quote {N} / thanks", "({N})", "\"{N}\"",
        "[{N}]", "Attn. returns: {D}, box 1", "RMA {D} 1 of 3", "To: Example Inc.\n{N}\n2 cartons", "{N} {N}", "RMA {N}", "{N}, RMA {D}",
        // Structured labels: GS1 with and without separators, with parentheses, ISO 15434, links
        "{N}\u001D", "{S}\u001D", "400{N}\u001D21S1", "\u001D{N}", "{N}\u001DS123", "]C1400{S}", "]C1400{N}\u001D21S1",
        "]d20109506000134352400{N}\u001D21S1", "(400){N}(21)S1", "(01)09506000134352(91){S}",
        "\u001D400{S}", "<FNC1>400{N}<GS>21S1", "]C191{N}",
        "[)>\u001E06\u001DK{N}\u001DS123\u001E\u0004", "[)>\u001E06\u001DK{S}\u001D1PCAM-2\u001E\u0004",
        "[)>\u001E05\u001D400{N}\u001E\u0004", "https://id.example.com/400/{N}", "https://returns.example.com/rmas/{N}?from=label",
        "https://id.example.com/01/09506000134352/21/S1?91={N}", "HTTPS://X.EXAMPLE/RMA/{N}",
    };

    [Theory]
    [Rule("P3/8", Shows.Accepted)]
    [MemberData(nameof(Readable))]
    public void B7_reads_a_number_past_what_is_around_it(string pattern) =>
        Assert.Equal(new Marking.Legible(Number), Marking.Read(Fill(pattern)));

    [Theory]
    [Rule("P3/9", Shows.Accepted)]
    [InlineData("{T}")]
    [InlineData("]C0{T}")]
    [InlineData("Ticket {T}")]
    [InlineData("Ticket No.: {TS}")]
    [InlineData("TKT # {TS}")]
    [InlineData("*{T}*")]
    public void B7_reads_a_ticket_number_past_what_is_around_it(string pattern) =>
        Assert.Equal(new Marking.Legible(Ticket), Marking.Read(Fill(pattern)));

    [Theory]
    [Rule("P3/8", Shows.Refused)]
    [InlineData("RMA-222222-3")] // a wrong check symbol
    [InlineData("]C1RMA-222222-3")]
    [InlineData("RMA #222222-3")]
    [InlineData("{S}2")] // a symbol too many
    [InlineData("RMA-{S}2")]
    [InlineData("X{S}")]
    [InlineData("S/N {S}")] // no word of an RMA stands before it, and nothing sets its check symbol off
    [InlineData("]C121{S}")] // a serial number that looks like one
    [InlineData("(21){S}")]
    [InlineData("[)>\u001E06\u001DS{S}\u001E\u0004")]
    [InlineData("https://example.com/{S}")]
    [InlineData("Ticket {S}")] // sound as an RMA number, and said to be a ticket
    [InlineData("1Z999AA10123456784")]
    [InlineData("]C100095060001343520012")]
    [InlineData("FRAGILE")]
    [InlineData("\u001D")]
    [InlineData("[)>\u001E06\u001D\u001E\u0004")]
    public void B7_what_is_no_sound_number_stays_illegible(string pattern) =>
        Assert.Equal(new Marking.Illegible(), Marking.Read(Fill(pattern)));

    [Theory]
    [Rule("P3/8", Shows.Refused)]
    [InlineData("{N} {A}")]
    [InlineData("{N}\u001D{A}")]
    [InlineData("{N}/{T}")]
    [InlineData("RMA {D} was {A}")]
    [InlineData("(400){N}(91){A}")]
    public void B7_two_different_numbers_are_none(string pattern)
    {
        Assert.Equal(new Marking.Illegible(NamesSeveral: true), Marking.Read(Fill(pattern)));
        var judged = DockPolicy.Judge(Us, Scan(Local(2025, 3, 1), Day("2025-03-02")) with { Marking = Marking.Read(Fill(pattern)) });
        Assert.Equal((ParcelRefusals.Illegible, "P3"), DockAnswers.Refusal(judged));
        Assert.Contains("several", Assert.IsType<DockJudgement.Refused>(judged).Decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("\u200B \u202A")]
    [InlineData("\u0000")]
    public void B7_what_nobody_sees_is_no_marking(string text) => Assert.Equal(new Marking.None(), Marking.Read(text));

    [Fact]
    public void B7_no_text_makes_the_reader_fail()
    {
        foreach (var text in new[] { "]", "]C", "]C1", "(", "(21)", "(21", "01", "0109506000134352", "\u001D21", "[)>", "[)>\u001E",
            "[)>\u001E06", "https://", "http://[", "https://x/01", "\uD800", "A\uDC00", "****", "**", "*", "%", "https://x/%ZZ/21/%" })
            Assert.IsNotType<Marking.Legible>(Marking.Read(text));
        Assert.IsNotType<Marking.Legible>(Marking.Read(new string('(', 4_000)));
        Assert.IsNotType<Marking.Legible>(Marking.Read(string.Concat(Enumerable.Repeat("RMA ", 1_000))));
        Assert.IsNotType<Marking.Legible>(Marking.Read(string.Concat(Enumerable.Repeat("RMA A A A A ", 330))));
    }

    private static string Fill(string pattern)
    {
        var (symbols, ticket) = (Number.ToString()[4..].Replace("-", "", StringComparison.Ordinal), Ticket.ToString()[4..]);
        return pattern.Replace("{N}", Number.ToString(), StringComparison.Ordinal).Replace("{S}", symbols, StringComparison.Ordinal)
            .Replace("{D}", Number.ToString()[4..], StringComparison.Ordinal).Replace("{A}", Another.ToString(), StringComparison.Ordinal)
            .Replace("{TS}", ticket, StringComparison.Ordinal).Replace("{T}", Ticket.ToString(), StringComparison.Ordinal);
    }
}
