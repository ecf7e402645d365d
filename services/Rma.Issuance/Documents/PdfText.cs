using System.Globalization;
using System.Text;
using PdfSharp.Drawing;

namespace Rma.Issuance.Documents;

/// <summary>A run of text in one font.</summary>
internal sealed record PdfRun(string Text, XFont Font, double Width);

/// <summary>
/// Breaks text into lines: words stay together, Chinese, Japanese and Korean break between any two characters, and a word longer than a
/// line breaks at the end of the line. Each character is drawn in a font that has it.
/// </summary>
internal static class PdfText
{
    /// <summary>The lines of a text, each as runs, from left to right.</summary>
    public static IReadOnlyList<IReadOnlyList<PdfRun>> Lines(XGraphics graphics, string text, Func<bool, XFont> fontOf, double width)
    {
        var (lines, used) = (new List<List<PdfRun>> { new() }, 0.0);
        foreach (var piece in Pieces(text).SelectMany(piece => Fitting(graphics, piece, fontOf, width)))
        {
            if (used + piece.Width > width && used > 0 && piece.Text.Trim().Length > 0)
            {
                lines.Add([]);
                used = 0;
            }

            // a line does not begin with the blank at which it was broken
            if (used == 0 && lines.Count > 1 && piece.Text.Trim().Length == 0) continue;
            lines[^1].Add(piece);
            used += piece.Width;
        }

        return lines;
    }

    /// <summary>Draws one line with its top left corner at a position.</summary>
    public static void Draw(XGraphics graphics, IReadOnlyList<PdfRun> line, double x, double y)
    {
        foreach (var run in line)
        {
            graphics.DrawString(run.Text, run.Font, XBrushes.Black, new XPoint(x, y));
            x += run.Width;
        }
    }

    // A word wider than a whole line is cut into parts that fit.
    private static IEnumerable<PdfRun> Fitting(XGraphics graphics, (string Text, bool IsWide) piece, Func<bool, XFont> fontOf, double width)
    {
        var font = fontOf(piece.IsWide);
        var whole = graphics.MeasureString(piece.Text, font).Width;
        if (whole <= width || piece.Text.Length < 2)
        {
            yield return new(piece.Text, font, whole);
            yield break;
        }

        var part = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(piece.Text);
        while (elements.MoveNext())
        {
            if (part.Length > 0 && graphics.MeasureString(part + elements.GetTextElement(), font).Width > width)
            {
                yield return new(part.ToString(), font, graphics.MeasureString(part.ToString(), font).Width);
                part.Clear();
            }

            part.Append(elements.GetTextElement());
        }

        if (part.Length > 0) yield return new(part.ToString(), font, graphics.MeasureString(part.ToString(), font).Width);
    }

    // Words, the blanks between them, and single wide characters.
    private static IEnumerable<(string Text, bool IsWide)> Pieces(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var breaks = rune.Value == ' ' || IsWide(rune);
            if (breaks && word.Length > 0)
            {
                yield return (word.ToString(), false);
                word.Clear();
            }

            if (breaks) yield return (rune.ToString(), IsWide(rune));
            else word.Append(rune.ToString());
        }

        if (word.Length > 0) yield return (word.ToString(), false);
    }

    // Radicals to unified ideographs, Hangul, compatibility forms, full-width forms, and everything beyond the basic plane.
    private static bool IsWide(Rune rune) =>
        rune.Value is (>= 0x1100 and <= 0x11FF) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7FF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF);
}
