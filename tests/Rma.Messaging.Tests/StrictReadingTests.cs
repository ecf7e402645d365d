using System.Text;

namespace Rma.Messaging.Tests;

/// <summary>Strict reading: JSON compared with its record.</summary>
public sealed class StrictReadingTests
{
    private static readonly StrictReading Feed = new(UnknownMembers: false, Texts: false);
    private static readonly StrictReading Internal = new(UnknownMembers: true, Texts: false);
    private static readonly StrictReading Http = new(UnknownMembers: false, Texts: true);
    private const string Good =
        """{"id":"0195f000-0000-7000-8000-000000000001","price":12.50,"count":1,"big":1,"yes":true""" +
            ""","day":"2026-03-02","at":"2026-03-02T17:30:00Z","name":"A","note":null,"lines":[{"sku":"S"}]}""";

    private sealed record Line(string Sku, int? Quantity = null);

    private sealed record Order(
        Guid Id, decimal Price, int Count, long Big, bool Yes, DateOnly Day, DateTimeOffset At, string Name, string? Note, Line[] Lines,
        decimal? Discount = null);

    [Fact]
    public void What_is_written_as_agreed_is_taken() => Assert.Null(Fault(Feed, Good));

    [Theory]
    [InlineData("price", "\"180,00\"", "the text \"180,00\"")]
    [InlineData("price", "\"180.00\"", "the text \"180.00\"")]
    [InlineData("price", "\"NaN\"", "the text \"NaN\"")]
    [InlineData("price", "1e400", "the number 1e400")]
    [InlineData("price", "0.12345678901234567890123456789", "the number 0.12345678901234567890123456789")]
    [InlineData("price", "1e-29", "the number 1e-29")]
    [InlineData("price", "true", "true")]
    [InlineData("price", "[1]", "a list")]
    [InlineData("price", "{}", "an object")]
    [InlineData("discount", "\"1\"", "the text \"1\"")]
    [InlineData("count", "\"1\"", "the text \"1\"")]
    [InlineData("count", "1.5", "the number 1.5")]
    [InlineData("count", "1.0", "the number 1.0")]
    [InlineData("count", "2147483648", "the number 2147483648")]
    [InlineData("big", "9223372036854775808", "the number 9223372036854775808")]
    [InlineData("yes", "\"true\"", "the text \"true\"")]
    [InlineData("yes", "1", "the number 1")]
    [InlineData("id", "\"1\"", "the text \"1\"")]
    [InlineData("day", "\"2026-02-30\"", "the text \"2026-02-30\"")]
    [InlineData("day", "\"03/02/2026\"", "the text \"03/02/2026\"")]
    [InlineData("day", "\"2026-03-02T00:00:00Z\"", "the text \"2026-03-02T00:00:00Z\"")]
    [InlineData("at", "\"2026-03-02T17:30:00\"", "the text \"2026-03-02T17:30:00\"")]
    [InlineData("at", "1767225600", "the number 1767225600")]
    [InlineData("name", "5", "the number 5")]
    [InlineData("lines", "\"S\"", "the text \"S\"")]
    public void A1_a_value_of_another_kind_is_malformed_and_named(string member, string json, string found)
    {
        var fault = Fault(Feed, With(member, json));
        Assert.Equal(($"$.{member}", found), (fault?.Path, fault?.Found));
        Assert.DoesNotContain("System", fault!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id"), InlineData("price"), InlineData("count"), InlineData("big"), InlineData("yes"), InlineData("day"), InlineData("at"),
        InlineData("name"), InlineData("lines")]
    public void A2_null_or_nothing_for_a_required_member_is_malformed(string member)
    {
        Assert.Equal(($"$.{member}", "null"), Place(Fault(Internal, With(member, "null"))));
        Assert.Equal(($"$.{member}", "nothing"), Place(Fault(Internal, Without(member))));
    }

    [Fact]
    public void B11_a_fault_names_the_place_in_a_list()
    {
        Assert.Equal(("$.lines[1].sku", "nothing"), Place(Fault(Feed, With("lines", """[{"sku":"S"},{}]"""))));
        Assert.Equal(("$.lines[0]", "null"), Place(Fault(Feed, With("lines", "[null]"))));
        Assert.Equal(("$.lines[0].quantity", "the text \"1\""), Place(Fault(Feed, With("lines", """[{"sku":"S","quantity":"1"}]"""))));
    }

    [Fact]
    public void B10_a_member_that_is_not_known_is_refused_from_outside_and_passed_over_between_our_services()
    {
        var said = With("cancelled", "true");
        Assert.Equal(JsonFaultKind.UnknownMember, Fault(Feed, said)?.Kind);
        Assert.Equal("$.cancelled", Fault(Feed, said)?.Path);
        Assert.Equal("$.lines[0].withdrawn", Fault(Feed, With("lines", """[{"sku":"S","withdrawn":true}]"""))?.Path);
        Assert.Null(Fault(Internal, said));
    }

    [Fact]
    public void B11_what_was_found_is_cut_short_and_escaped()
    {
        var fault = Fault(Feed, With("price", $"\"\\u001b[2J<script>{new string('x', 500)}\""))!;
        Assert.True(fault.Found.Length < 200, fault.Found);
        Assert.DoesNotContain(fault.Found, letter => char.IsControl(letter) || letter == '<');
    }

    [Theory]
    [InlineData("\"A\\u0000B\"", "U+0000"), InlineData("\"\\uFEFFA\"", "U+FEFF"), InlineData("\"A\\u200BB\"", "U+200B"),
        InlineData("\"A\\u202EB\"", "U+202E")]
    [InlineData("\"A\\uE000B\"", "U+E000"), InlineData("\"A\\uFFFEB\"", "U+FFFE"), InlineData("\"A\\u00ADB\"", "U+00AD"),
        InlineData("\"A\\u3164B\"", "U+3164")]
    public void B5_a_text_that_names_something_has_nothing_in_it_that_cannot_be_seen(string json, string character) =>
        Assert.Contains(character, Fault(Http, With("name", json))?.Found, StringComparison.Ordinal);

    [Fact]
    public void B5_sentences_may_have_line_ends_and_joiners_but_no_control_characters()
    {
        Assert.Null(Fault(Http, With("note", "\"\\uD83D\\uDC68\\u200D\\uD83D\\uDC69\\r\\n\\tnext line\"")));
        Assert.Contains("U+001B", Fault(Http, With("note", "\"A\\u001b[2J\""))?.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day", "\"9999-12-31\"", JsonFaultKind.DateOutOfRange), InlineData("day", "\"0001-01-01\"", JsonFaultKind.DateOutOfRange)]
    [InlineData("at", "\"9999-12-31T23:59:59Z\"", JsonFaultKind.DateOutOfRange),
        InlineData("price", "7922816251426433759354395033", JsonFaultKind.NumberOutOfRange)]
    public void B2_requests_about_the_ends_of_time_and_number_are_refused(string member, string json, JsonFaultKind kind) =>
        Assert.Equal(kind, Fault(Http, With(member, json))?.Kind);

    [Theory]
    [InlineData("180"), InlineData("180.00"), InlineData("1.8e2"), InlineData("-0"), InlineData("0.0001"),
        InlineData("1000000000000000000000000000.00")]
    public void Amounts_that_are_held_exactly_are_taken(string number) => Assert.Null(Fault(Feed, With("price", number)));

    private static JsonFault? Fault(StrictReading reading, string json)
    {
        var (document, fault) = StrictReading.Parse(Encoding.UTF8.GetBytes(json));
        using (document) return fault ?? reading.Check(document!.RootElement, typeof(Order));
    }

    private static (string?, string?) Place(JsonFault? fault) => (fault?.Path, fault?.Found);

    private static string With(string member, string json) => Testing.Spoiled.With(Body, member, json);

    private static string Without(string member) => Testing.Spoiled.Without(Body, member);

    private static System.Text.Json.Nodes.JsonObject Body => System.Text.Json.Nodes.JsonNode.Parse(Good)!.AsObject();
}
