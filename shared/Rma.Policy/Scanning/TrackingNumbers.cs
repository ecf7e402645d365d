namespace Rma.Policy.Scanning;

/// <summary>Carriers' tracking numbers, compared by letters and digits: they are printed in groups and scanned without blanks.</summary>
public static class TrackingNumbers
{
    /// <summary>The letters and digits of a tracking number, in upper case; null when there are none.</summary>
    public static string? KeyOf(string? text)
    {
        if (text is null) return null;
        var (_, plain) = ScannerText.SplitSymbology(ScannerText.Clean(text));
        var key = string.Concat(plain.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return key.Length == 0 ? null : key;
    }

    /// <summary>
    /// A serial shipping container code in the scanned text: 18 digits with a check digit, alone or as application identifier 00.
    /// </summary>
    public static string? SsccOf(string? text)
    {
        if (text is null) return null;
        var (symbology, plain) = ScannerText.SplitSymbology(ScannerText.Clean(text));
        var code = LabelElements.Of(symbology, plain).FirstOrDefault(element => element.Identifier == "00").Value
            ?? plain.Replace(" ", "", StringComparison.Ordinal);
        if (code.Length == 20 && code.StartsWith("00", StringComparison.Ordinal)) code = code[2..];
        return code.Length == 18 && LabelElements.EndsWithCheckDigit(code) ? code : null;
    }
}
