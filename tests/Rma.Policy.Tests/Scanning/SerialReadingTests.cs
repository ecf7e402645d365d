using Rma.Policy.Scanning;

namespace Rma.Policy.Tests.Scanning;

/// <summary>Serial numbers in what a scanner sends.</summary>
public sealed class SerialReadingTests
{
    [Theory]
    [InlineData("S1", "S1")]
    [InlineData("  S1 ", "S1")]
    [InlineData("\uFEFFS1", "S1")]
    [InlineData("]C0S1", "S1")]
    [InlineData("S1\u001D", "S1")]
    [InlineData("S1\u0004", "S1")]
    [InlineData("]A0*S1*", "S1")]
    [InlineData("*S1*", "S1")]
    [InlineData("A12345B", "A12345B")] // perhaps start and stop of Codabar, perhaps not (see Readings)
    [InlineData("S/N: S1", "S1")]
    [InlineData("SN:S1", "S1")]
    [InlineData("Serial No. S1", "S1")]
    [InlineData("Serial number: S1", "S1")]
    [InlineData("SN1234", "SN1234")] // not a word before a number
    [InlineData("21S1", "21S1")] // nothing says that this is an element string
    [InlineData("H3/2026/0007", "H3/2026/0007")]
    [InlineData("AB 12-3", "AB 12-3")]
    public void B6_a_plain_serial_number_is_read_without_what_the_scanner_adds(string raw, string serial) =>
        Assert.Equal(serial, SerialReading.Of(raw).Serial);

    [Theory]
    [InlineData("]C121S1", "S1")]
    [InlineData("]C121S1\u001D10LOT7", "S1")]
    [InlineData("]C110LOT7\u001D21S1", "S1")]
    [InlineData("\u001D21S1", "S1")]
    [InlineData("10LOT7\u001D21S1", "S1")]
    [InlineData("21S1\u001D", "S1")]
    [InlineData("]d2010950600013435221S1", "S1")]
    [InlineData("]Q3010950600013435221S1\u001D17261231", "S1")]
    [InlineData("]e0010950600013435217261231\u001D21S1", "S1")]
    [InlineData("010950600013435221S1", "S1")] // no mark, and a trade item number whose check digit is right
    [InlineData("010950600013435321S1", "010950600013435321S1")] // its check digit is wrong
    [InlineData("(01)09506000134352(21)S1", "S1")]
    [InlineData("(21)S1", "S1")]
    [InlineData("(21) S1 (10) LOT7", "S1")]
    [InlineData("(01)09506000134352(21)S(1)", "S(1)")]
    [InlineData("https://id.example.com/01/09506000134352/21/S1", "S1")]
    [InlineData("https://id.example.com/01/9506000134352/10/LOT7/21/S%2F1?17=261231", "S/1")]
    [InlineData("HTTPS://EXAMPLE.COM/some/path/01/09506000134352/21/S1", "S1")]
    [InlineData("[)>\u001E06\u001DS0042\u001D1PCAM-2\u001E\u0004", "0042")]
    [InlineData("[)>\u001E06\u001D1PCAM-2\u001DS0042\u001DQ1\u001E\u0004", "0042")]
    [InlineData("[)>\u001E05\u001D010950600013435221S1\u001E\u0004", "S1")]
    [InlineData("[)>\u001E12\u001DSER 0042\u001DPNO CAM-2\u001E\u0004", "0042")]
    [InlineData("[)><RS>06<GS>S0042<RS><EOT>", "0042")]
    [InlineData("]C1(21)S1", "S1")]
    public void D5_the_serial_number_is_read_out_of_a_structured_label(string raw, string serial) =>
        Assert.Equal(serial, SerialReading.Of(raw).Serial);

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("\uFEFF")]
    [InlineData("]C1")]
    [InlineData("(01)09506000134352")] // a label without a serial number
    [InlineData("https://id.example.com/01/09506000134352")]
    [InlineData("[)>\u001E06\u001D1PCAM-2\u001E\u0004")]
    [InlineData("(21)S1(21)S2")] // two of them: nobody can tell which one is meant
    public void D5_a_label_that_does_not_name_one_serial_number_is_not_guessed_at(string? raw) => Assert.Null(SerialReading.Of(raw).Serial);

    [Fact]
    public void D5_the_given_text_comes_first_among_what_may_be_meant()
    {
        Assert.Equal(["A12345B", "12345"], SerialReading.Of("A12345B").Readings);
        Assert.Equal(["]C121S1", "21S1", "S1"], SerialReading.Of("]C121S1").Readings);
    }

    [Fact]
    public void D5_the_product_on_the_label_is_kept()
    {
        Assert.Equal(("S1", "09506000134352", null), Product("(01)09506000134352(21)S1"));
        Assert.Equal(("0042", null, "CAM-2"), Product("[)>\u001E06\u001DS0042\u001D1PCAM-2\u001E\u0004"));
        Assert.Equal(("S1", null, "CAM-2"), Product("(241)CAM-2(21)S1"));
        Assert.Equal(("S1", null, null), Product("(01)09506000134353(21)S1")); // a wrong check digit is no product
    }

    [Fact]
    public void B6_a_text_that_is_too_long_is_no_serial_number()
    {
        Assert.Null(SerialReading.Of(new string('A', 65)).Serial);
        Assert.Equal(new string('A', 64), SerialReading.Of(new string('A', 64)).Serial);
        Assert.Equal("S1", SerialReading.Of($"(01)09506000134352(21)S1(98){new string('A', 90)}").Serial);
    }

    private static (string?, string?, string?) Product(string raw) =>
        SerialReading.Of(raw) is var read ? (read.Serial, read.Gtin, read.PartNumber) : default;
}
