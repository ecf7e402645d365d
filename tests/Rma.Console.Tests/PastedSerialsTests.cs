using System.Buffers.Text;
using System.IO.Compression;
using Rma.Console.Requests;

namespace Rma.Console.Tests;

/// <summary>What somebody pasted is read as serial numbers, and nothing of it is dropped unseen.</summary>
public sealed class PastedSerialsTests
{
    [Theory]
    [InlineData("A-1001\nA-1002\n", "A-1001 A-1002")]
    [InlineData("A-1001, A-1002\r\nA-1003;", "A-1001 A-1002 A-1003")]
    [InlineData("A-1001 A-1002", "A-1001 A-1002")]
    [InlineData("\"A-1001\"\n'A-1002'\n\ufeffA-1003\u200e", "A-1001 A-1002 A-1003")]
    [InlineData("S/N: A-1001\nSerial no. A-1002\nSN12345678", "A-1001 A-1002 SN12345678")]
    [InlineData("4006381333931\n123456", "4006381333931 123456")]
    public void A_list_is_read(string pasted, string serials) =>
        Assert.Equal(serials.Split(' '), PastedSerials.Read(pasted).Serials);

    [Fact]
    public void Of_a_table_the_column_is_read_that_says_so()
    {
        var read = PastedSerials.Read("Order\tS/N\tModel\nPO-10001\tA-1\tNVR-16\nPO-10002\tA-1002\tNVR-16\nPO-10003\tA-1003\tNVR-16");
        Assert.Equal(["A-1002", "A-1003"], read.Serials);
        Assert.Equal(new ReadColumn(2, 3, "S/N"), read.Column);
        Assert.Equal([1, 2], read.LeftOut.Select(line => line.Number));
    }

    [Fact]
    public void Without_a_header_it_is_the_column_with_the_most_different_serials()
    {
        var read = PastedSerials.Read(
            "NVR-16;\"Recorder; black\";SN-000001;12.05.2026;1.249,99\nNVR-16;Recorder;SN-000002;13.05.2026;1.249,99\n;;SN-000003;;");
        Assert.Equal(["SN-000001", "SN-000002", "SN-000003"], read.Serials);
        Assert.Equal(new ReadColumn(3, 5, null), read.Column);
        Assert.Empty(read.LeftOut);
    }

    [Fact]
    public void Columns_that_were_not_read_do_not_get_into_the_address()
    {
        var read = PastedSerials.Read("Customer;Serial no;Phone\nAda Example;SN-000001;\"+1 555;0100\"\n\nBo;SN-000002;0100");
        Assert.Equal("\tSerial no\t\n\tSN-000001\t\n\n\tSN-000002\t", read.Condensed);
        var again = PastedSerials.Read(read.Condensed);
        Assert.Equal(read.Serials, again.Serials);
        Assert.Equal(read.Column, again.Column);
    }

    [Theory]
    [InlineData("Serial number")]
    [InlineData("2026-05-12")]
    [InlineData("1,249.99")]
    [InlineData("12345")]
    [InlineData("two words 1")]
    [InlineData("\u05e9\u05dc\u05d5\u05dd1234")]
    [InlineData("\ud83d\udce61234")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("=HYPERLINK(\"http://x.example/1\")")]
    [InlineData("ada@acme.example")]
    public void What_is_no_serial_is_left_out_and_named(string line)
    {
        var read = PastedSerials.Read($"A-1001\n{line}\n");
        Assert.Equal(["A-1001"], read.Serials);
        Assert.Equal(line, Assert.Single(read.LeftOut).Text);
    }

    [Fact]
    public void What_is_there_twice_is_taken_once_and_named()
    {
        var read = PastedSerials.Read("A-1001\na-1001\nB-2002\nA-1001");
        Assert.Equal(["A-1001", "B-2002"], read.Serials);
        Assert.Equal(["a-1001"], read.Repeated);
    }

    [Fact]
    public void Ten_thousand_lines_are_read_at_once()
    {
        var read = PastedSerials.Read(
            string.Join('\n', Enumerable.Range(0, 10_000).Select(line => $"SN-{line:000000},\"a, {line}\",{line}.5")));
        Assert.Equal(10_000, read.Serials.Count);
        Assert.Empty(read.LeftOut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n \t \n")]
    [InlineData("\"")]
    [InlineData(";;;\n,,,")]
    public void Nothing_is_nothing(string pasted) => Assert.Empty(PastedSerials.Read(pasted).Serials);

    [Fact]
    public void A_draft_comes_back_as_it_was()
    {
        var pasted = string.Join('\n', Enumerable.Range(0, 200).Select(line => $"SN-{line * 7919:00000000}\tRecorder \ud83d\udcf7 \u05e9"));
        Assert.Equal(pasted, Draft.Unpack(Draft.Pack(pasted)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    [InlineData("bm90IHBhY2tlZA")]
    public void What_is_no_draft_is_none(string packed) => Assert.Null(Draft.Unpack(packed));

    [Fact]
    public void A_draft_is_no_bomb()
    {
        using var bomb = new MemoryStream();
        using (var brotli = new BrotliStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true)) brotli.Write(new byte[50_000_000]);
        Assert.Null(Draft.Unpack(Base64Url.EncodeToString(bomb.ToArray())));
    }
}
