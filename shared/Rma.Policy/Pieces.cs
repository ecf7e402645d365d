using System.Globalization;
using System.Text.RegularExpressions;

namespace Rma.Policy;

/// <summary>
/// Keys for items of products without serial numbers: the invoice line and the number within its quantity, <c>INV-9/2#3</c>. Each piece is
/// then an item like any other: sold, returned and credited once. No serial number has this form.
/// </summary>
public static partial class Pieces
{
    /// <summary>The maximum number of pieces per line; a larger quantity is invoiced on several lines.</summary>
    public const int Most = 500;

    /// <summary>The key of a piece.</summary>
    /// <param name="number">The number within the line's quantity, from 1.</param>
    public static string Of(string invoiceId, int line, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{invoiceId}/{line}#{number}");

    /// <summary>Whether a text is the key of a piece.</summary>
    public static bool IsPiece(string item) => Form().IsMatch(item);

    [GeneratedRegex(@"^.+/[1-9][0-9]*#[1-9][0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
