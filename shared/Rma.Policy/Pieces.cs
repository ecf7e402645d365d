using System.Globalization;
using System.Text.RegularExpressions;

namespace Rma.Policy;

/// <summary>
/// Names for items of products without serial numbers: the invoice line they were bought on, and which of its quantity, <c>INV-9/2#3</c>.
/// Each piece is an item like any other from there on: sold, returned and credited once. No serial number has this form.
/// </summary>
public static partial class Pieces
{
    /// <summary>How many of one line are told apart; a larger quantity is invoiced on several lines.</summary>
    public const int Most = 500;

    /// <summary>The name of a piece.</summary>
    /// <param name="number">Which of the line's quantity, from 1 on.</param>
    public static string Of(string invoiceId, int line, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{invoiceId}/{line}#{number}");

    /// <summary>Whether a name is that of a piece.</summary>
    public static bool IsPiece(string item) => Form().IsMatch(item);

    [GeneratedRegex(@"^.+/[1-9][0-9]*#[1-9][0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
