using QRCoder;

namespace Rma.Issuance.Documents;

/// <summary>
/// A QR code as squares, so that a page and a PDF show the same code. Medium error correction: a scratched label is still readable.
/// </summary>
internal sealed record Qr(IReadOnlyList<(int Column, int Row)> Dark, int Size)
{
    /// <summary>The code of a text, including its quiet zone.</summary>
    public static Qr Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var matrix = code.ModuleMatrix;
        return new(
            [.. from row in Enumerable.Range(0, matrix.Count) from column in Enumerable.Range(0, matrix.Count)
                where matrix[row][column] select (column, row)], matrix.Count);
    }

    /// <summary>The code as one SVG path.</summary>
    public string Svg() =>
        $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Size} {Size}" shape-rendering="crispEdges" role="img" """ +
            $"""aria-label="QR code"><path d="{string.Concat(Dark.Select(square => $"M{square.Column} {square.Row}h1v1h-1z"))}"/></svg>""";
}
