using PdfSharp.Drawing;
using PdfSharp.Pdf;
using Rma.Issuance.Documents;
using PdfPages = Rma.Issuance.Documents.PdfPages;

namespace Rma.Issuance.Tests.Documents;

public sealed class PdfTests
{
    private static readonly RmaDocument Paper = new(
        "RMA-222222-2", false, "東京カメラ販売株式会社", "credit-return", "2026-03-02", "2026-04-01",
        [
            new(1, "序列号-0001", "球形攝影機-2", ["安装支架", "取扱説明書", "전원 어댑터", "bracket"],
                "May come back for credit: 今日から三十日以内に到着すること。"),
            new(2, new string('W', 64), new string('字', 64), [new string('x', 200)], "Late."),
        ],
        null, [("P4", "RMA numbers are valid for 30 days from date of issuance")], "us-2026-01");

    [Fact]
    public void B9_a_paper_in_Chinese_and_Japanese_carries_a_font_that_has_them_cut_down_to_what_is_used()
    {
        var (plain, wide) = (PdfPages.Document(Paper with { AccountId = "ACC-1", Lines = [new(1, "A", "CAM-2", [], "Good.")] }),
            PdfPages.Document(Paper));
        Assert.InRange(wide.Length - plain.Length, 10_000, 500_000);
    }

    [Fact]
    public void B9_each_character_is_drawn_in_a_font_that_has_it()
    {
        _ = PdfPages.Label(Paper);
        using var document = new PdfDocument();
        using var graphics = XGraphics.FromPdfPage(document.AddPage());
        var runs = PdfText.Lines(graphics, "Dome 球形 カメラ 카메라", isWide =>
            new XFont(isWide ? "Droid Sans Fallback" : "Liberation Sans", 11), 400).Single();
        Assert.Equal("球形カメラ카메라", string.Concat(
            runs.Where(run => run.Font.FontFamily.Name == "Droid Sans Fallback").Select(run => run.Text)));
    }

    [Theory]
    [InlineData(20, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    [InlineData(20, "字字字字字字字字字字字字字字字字字字字字字字字字字字字字")]
    [InlineData(40, "several words of which one isasverylongasthisoneisanddoesnotend here")]
    public void B9_no_line_is_wider_than_the_paper(int letters, string text)
    {
        _ = PdfPages.Label(Paper); // the fonts are loaded with the first document
        using var document = new PdfDocument();
        using var graphics = XGraphics.FromPdfPage(document.AddPage());
        var width = letters * 6.0;
        var lines = PdfText.Lines(graphics, text, isWide => new XFont(isWide ? "Droid Sans Fallback" : "Liberation Sans", 11), width);
        Assert.True(lines.Count > 1);
        Assert.All(lines, line => Assert.True(line.Sum(run => run.Width) <= width + 4, string.Concat(line.Select(run => run.Text))));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal),
            string.Concat(lines.SelectMany(line => line).Select(run => run.Text)).Replace(" ", "", StringComparison.Ordinal));
    }
}
