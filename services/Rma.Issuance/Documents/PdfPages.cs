using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace Rma.Issuance.Documents;

/// <summary>The documents of an RMA as PDF: A4 for the document, 150 × 100 mm for the carton label.</summary>
internal static class PdfPages
{
    private const double Margin = 48;

    static PdfPages() => GlobalFontSettings.FontResolver ??= new OwnFonts();

    public static byte[] Document(RmaDocument paper)
    {
        using var document = New($"Return {paper.Number}");
        var page = new Sheet(document);
        page.Graphics.DrawString(paper.Title, Font(13), XBrushes.Black, new XPoint(Margin, Margin + 12));
        page.Graphics.DrawString(paper.Number, Font(34, bold: true), XBrushes.Black, new XPoint(Margin, Margin + 52));
        Draw(page.Graphics, Qr.Of(paper.Number), new XRect(page.Right - 104, Margin - 12, 104, 104));
        page.Skip(104);
        foreach (var (name, value) in new[] { ("Account", paper.AccountId), ("Remedy", paper.Remedy), ("Issued", paper.IssuedOn),
            ("Valid through", paper.ValidThrough) })
            page.Text($"{name}:  {value}", 11);
        if (paper.Reference is { } own) page.Text($"Your reference:  {own}", 11);
        if (paper.DataNotice is { } notice) page.Boxed($"Data loss. {notice}");
        page.Skip(8);
        foreach (var line in paper.Lines)
        {
            page.Text($"{line.Line}.  {line.SerialNumber}   {line.Sku}", 11, bold: true);
            if (line.Accessories.Count > 0) page.Text($"     with {string.Join(", ", line.Accessories)}", 10);
            if (line.Said is { } said) page.Text($"     reported: {said}", 10);
            page.Text($"     {line.Outlook}", 10);
        }

        page.Skip(8);
        foreach (var (step, index) in paper.Instructions.Select((step, index) => (step, index))) page.Text($"{index + 1}.  {step}", 10);
        page.Skip(8);
        foreach (var (id, words) in paper.Clauses) page.Text($"{id}  “{words}”", 8);
        page.Text($"Policy {paper.PolicyVersion}", 8);
        return Bytes(document);
    }

    public static byte[] Label(RmaDocument paper)
    {
        using var document = New($"Label {paper.Number}");
        var page = document.AddPage();
        (page.Width, page.Height) = (XUnit.FromMillimeter(150), XUnit.FromMillimeter(100));
        using var graphics = XGraphics.FromPdfPage(page);
        var (width, height) = (page.Width.Point, page.Height.Point);
        graphics.DrawRectangle(new XPen(XColors.Black, 1.5), 6, 6, width - 12, height - 12);
        graphics.DrawString(paper.Number, Font(46, bold: true), XBrushes.Black, new XRect(0, 14, width, 54), XStringFormats.Center);
        Draw(graphics, Qr.Of(paper.Number), new XRect(width - 182, 72, 168, 168));
        string[] lines = [paper.IsTicket ? "Ticket" : "Return",
            $"{paper.Lines.Count} {(paper.Lines.Count == 1 ? "item" : "items")}", paper.IsTicket ? "Does not expire"
            : $"Valid through {paper.ValidThrough}", "Freight prepaid"];
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
            graphics.DrawString(line, Font(17), XBrushes.Black, new XPoint(22, 102 + (index * 28)));
        graphics.DrawString(RmaDocument.LabelFooter, Font(10), XBrushes.Black, new XRect(0, height - 34, width, 20), XStringFormats.Center);
        return Bytes(document);
    }

    private static PdfDocument New(string title) => new() { Info = { Title = title, Creator = "Rma.Platform" } };

    private static byte[] Bytes(PdfDocument document)
    {
        using var stream = new MemoryStream();
        document.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    private static XFont Font(double size, bool bold = false) =>
        new(OwnFonts.Family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    private static void Draw(XGraphics graphics, Qr code, XRect box)
    {
        var side = box.Width / code.Size;
        foreach (var (column, row) in code.Dark)
            graphics.DrawRectangle(XBrushes.Black, box.X + (column * side), box.Y + (row * side), side + 0.05, side + 0.05);
    }

    /// <summary>A4 pages, filled from the top; a new page begins when one is full.</summary>
    private sealed class Sheet(PdfDocument document)
    {
        private PdfPage page = document.AddPage();
        private XGraphics? graphics;
        private double y = Margin;

        public XGraphics Graphics => graphics ??= XGraphics.FromPdfPage(page);

        public double Right => page.Width.Point - Margin;

        public void Skip(double points) => y += points;

        public void Text(string text, double size, bool bold = false) => Place(text, size, bold, 0);

        public void Boxed(string text)
        {
            y += 10;
            var height = (LinesOf(text, 11, true, 10).Count * Font(11, bold: true).GetHeight()) + 16;
            Room(height);
            Graphics.DrawRectangle(new XPen(XColors.DarkRed, 1.5), XBrushes.MistyRose, Margin, y, Right - Margin, height);
            y += 8;
            Place(text, 11, true, 10);
            y += 8;
        }

        private void Place(string text, double size, bool bold, double indent)
        {
            var height = Font(size, bold).GetHeight();
            foreach (var line in LinesOf(text, size, bold, indent))
            {
                Room(height);
                y += height;
                PdfText.Draw(Graphics, line, Margin + indent, y - (height * 0.22));
            }

            y += 3;
        }

        private IReadOnlyList<IReadOnlyList<PdfRun>> LinesOf(string text, double size, bool bold, double indent) => PdfText.Lines(
            Graphics, text, isWide => isWide ? new XFont(OwnFonts.Wide, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular)
                : Font(size, bold), Right - Margin - (2 * indent));

        private void Room(double height)
        {
            if (y + height <= page.Height.Point - Margin) return;
            graphics?.Dispose();
            (page, graphics, y) = (document.AddPage(), null, Margin);
            page.Size = PageSize.A4;
        }
    }

    /// <summary>Fonts embedded in the service, so that a container without fonts prints the same.</summary>
    private sealed class OwnFonts : IFontResolver
    {
        public const string Family = "Liberation Sans";

        /// <summary>For Chinese, Japanese and Korean; it has one weight.</summary>
        public const string Wide = "Droid Sans Fallback";

        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => familyName == Wide
            ? new("DroidSansFallbackFull", mustSimulateBold: isBold, mustSimulateItalic: false)
            : new(isBold ? "LiberationSans-Bold" : "LiberationSans-Regular");

        public byte[] GetFont(string faceName)
        {
            using var font = typeof(PdfPages).Assembly.GetManifestResourceStream($"Fonts/{faceName}.ttf")
                ?? throw new InvalidOperationException($"The font {faceName} is missing.");
            using var bytes = new MemoryStream();
            font.CopyTo(bytes);
            return bytes.ToArray();
        }
    }
}
