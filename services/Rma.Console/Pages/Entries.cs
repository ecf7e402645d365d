using System.Globalization;

namespace Rma.Console.Pages;

/// <summary>What was typed into a form; nothing where another form was sent, or none.</summary>
public sealed class Entries(IFormCollection? form)
{
    /// <summary>The text of a field; another one when the form was not sent.</summary>
    public string Text(string name, string before = "") =>
        form is not null && form.TryGetValue(name, out var typed) ? typed.ToString() : before;

    /// <summary>The text without blanks around it; null for nothing.</summary>
    public string? Given(string name) => Text(name).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>What is in each field of that name, in their order.</summary>
    public string[] Each(string name) => form is null ? [] : [.. form[name].Select(value => value ?? "")];

    /// <summary>What was chosen of several.</summary>
    public string[] Chosen(string name) => [.. Each(name).Where(value => value.Length > 0)];

    /// <summary>Whether a box is ticked.</summary>
    public bool IsTicked(string name) => Chosen(name).Length > 0;

    /// <summary>A number as browsers send it; null for none.</summary>
    public decimal? Number(string name) => Number(Text(name), out var number) ? number : null;

    /// <summary>Reads a number as browsers send it.</summary>
    internal static bool Number(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
