using Rma.Policy.Scanning;
using Rma.Receiving.ExpectedRmas;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.ExpectedRmas;

/// <summary>Units whose label is more than a serial number.</summary>
public sealed class ScannedUnitTests : Spec<ExpectedRma, ExpectedRmaEvent>
{
    private static UnitScan Sent(string raw, string scanId = "unit-1")
    {
        var read = SerialReading.Of(raw);
        return UnitOfS1 with { ScanId = scanId, SerialNumber = read.Serial, Raw = raw, Gtin = read.Gtin, PartNumber = read.PartNumber };
    }

    [Theory]
    [InlineData("]C121S1")]
    [InlineData("010950600013435221S1\u001D10LOT7")]
    [InlineData("(01)09506000134352(21)S1")]
    [InlineData("https://id.example.com/01/09506000134352/21/S1")]
    [InlineData("[)>\u001E06\u001DSS1\u001D1PCAM-2\u001E\u0004")]
    [InlineData("*S1*")]
    [InlineData("\uFEFFS1")]
    [InlineData("AS1B", false)]
    public void D5_a_listed_unit_is_received_by_its_label(string raw, bool isRead = true)
    {
        if (!isRead) Given(S1).When(rma => ScanUnit.Decide(rma, new(Sent(raw)))).Then(new UnlistedUnitFound(Sent(raw), "surplus"));
        else Given(S1).When(rma => ScanUnit.Decide(rma, new(Sent(raw))))
            .Then(new LineReceived(ReturnOfS1, Sent(raw) with { SerialNumber = "S1" }, FoundBefore: false));
    }

    [Fact]
    public void D5_the_text_as_it_was_sent_comes_first_where_it_is_expected()
    {
        var asIs = S1 with { SerialNumber = "A12345B" };
        var inner = S2 with { SerialNumber = "12345" };
        Given(asIs, inner).When(rma => ScanUnit.Decide(rma, new(Sent("A12345B"))))
            .Then(new LineReceived(ReturnOfS1, Sent("A12345B"), FoundBefore: false));
        Given(inner).When(rma => ScanUnit.Decide(rma, new(Sent("A12345B"))))
            .Then(new LineReceived(ReturnOfS2, Sent("A12345B") with { SerialNumber = "12345" }, FoundBefore: false));
        Given(S1).When(rma => ScanUnit.Decide(rma, new(Sent("A12345B")))).Then(new UnlistedUnitFound(Sent("A12345B"), "surplus"));
    }

    [Fact]
    public void D5_the_product_on_the_label_is_kept_with_the_scan()
    {
        var scan = Sent("(01)09506000134352(241)CAM-2(21)S1");
        Assert.Equal(("09506000134352", "CAM-2"), (scan.Gtin, scan.PartNumber));
        Given(S1).When(rma => ScanUnit.Decide(rma, new(scan)))
            .Then(new LineReceived(ReturnOfS1, scan with { SerialNumber = "S1" }, FoundBefore: false));
    }

    [Fact]
    public void B6_a_label_without_a_serial_number_is_unreadable()
    {
        var scan = Sent("(01)09506000134352");
        Given(S1).When(rma => ScanUnit.Decide(rma, new(scan))).Then(new UnlistedUnitFound(scan, "unreadable"));
    }

    [Fact]
    public void D5_a_unit_found_before_its_line_is_received_by_what_may_be_meant()
    {
        var found = new UnlistedUnitFound(Sent("A12345B"), "surplus");
        var line = S2 with { SerialNumber = "12345" };
        Given(S1, found).When(rma => ExpectReturn.Decide(rma, new(line)))
            .Then(line, new LineReceived(ReturnOfS2, found.Scan, FoundBefore: true));
    }

    [Fact]
    public void D5_the_same_scan_is_the_same_text()
    {
        var received = new LineReceived(ReturnOfS1, Sent("]C121S1") with { SerialNumber = "S1" }, FoundBefore: false);
        Given(S1, received).When(rma => ScanUnit.Decide(rma, new(Sent("]C121S1")))).ThenNothing();
        Given(S1, received).When(rma => ScanUnit.Decide(rma, new(Sent("S1")))).ThenRefused("scan.conflict");
        // In events from before the text was stored, the text equals the serial number.
        Given(S1, new LineReceived(ReturnOfS1, UnitOfS1, FoundBefore: false)).When(rma => ScanUnit.Decide(rma, new(Sent("S1"))))
            .ThenNothing();
    }

    [Fact]
    public void D5_the_unit_it_lay_in_place_of_is_read_out_of_its_label()
    {
        var swapped = Sent("S9") with { InsteadOf = "S2", RawInsteadOf = "(21)S2" };
        Given(S1, S2).When(rma => ScanUnit.Decide(rma, new(swapped))).Then(new UnlistedUnitFound(swapped, "swapped"));
    }
}
