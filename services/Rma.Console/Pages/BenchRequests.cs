namespace Rma.Console.Pages;

/// <summary>The forms of the bench as requests to its routes.</summary>
internal static class BenchRequests
{
    /// <summary>What a diagnosis says of the fault.</summary>
    public const string Repairable = "fault-repairable", NotRepairable = "fault-for-good", NoFault = "none";

    /// <summary>The body of a step; null where its route takes none.</summary>
    /// <param name="currency">Of the job; null when no invoice is known, and the form says it.</param>
    public static object? Of(string step, Entries form, string? currency) => step switch
    {
        BenchSteps.Diagnosis => new
        {
            faultFound = form.Text("fault") != NoFault, findings = form.Text("findings"),
            repairable = form.Text("fault") switch { Repairable => true, NotRepairable => false, _ => (bool?)null },
            exclusions = form.Chosen("exclusion"), otherExclusion = form.Given("other"), grade = form.Given("grade"),
        },
        BenchSteps.Quotes => new { lines = Lines(form), currency = currency is null ? form.Given("currency") : null },
        BenchSteps.DriveClearance => new { absent = form.Text("absent") == "true" },
        BenchSteps.Repair => new
        {
            resolution = form.Text("resolution"), labourMinutes = (int)decimal.Clamp(form.Number("minutes") ?? -1, -1, 1_000_000),
            parts = form.Text("installed").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        },
        BenchSteps.Test => new
        {
            faultFound = form.Text("fault") != NoFault, findings = form.Text("findings"), exclusions = form.Chosen("exclusion"),
        },
        BenchSteps.Swap => new
        {
            replacementSerialNumber = form.Text("serial"), grade = form.Text("grade"), carrier = form.Text("carrier"),
            trackingNumber = form.Text("tracking"), freight = Freight(form, currency),
        },
        BenchSteps.StockReplacement => new
        {
            replacementSerialNumber = form.Text("serial"), carrier = form.Text("carrier"), trackingNumber = form.Text("tracking"),
            freight = Freight(form, currency),
        },
        BenchSteps.Shipment => new
        {
            carrier = form.Text("carrier"), trackingNumber = form.Text("tracking"), freight = Freight(form, currency),
        },
        BenchSteps.ReturnShipment => new
        {
            carrier = form.Text("carrier"), trackingNumber = form.Text("tracking"), withdrawn = form.IsTicked("unwanted"),
            freight = Freight(form, currency),
        },
        BenchSteps.Coverage => new
        {
            endsOn = form.Text("endsOn"), basis = form.Text("basis"), issuedOn = form.Text("issuedOn"), reason = form.Text("reason"),
        },
        BenchSteps.QuoteApproval => new
        {
            quoteVersion = Version(form), amount = form.Number("amount") ?? 0, currency = form.Given("currency"),
            evidence = form.Text("evidence"),
        },
        BenchSteps.QuoteRefusal => new { quoteVersion = Version(form), reason = form.Text("reason") },
        _ => null,
    };

    /// <summary>The lines of a quote; empty rows are none.</summary>
    public static BenchQuoteLine[] Lines(Entries form) =>
    [
        .. form.Each("kind").Zip(form.Each("description"), form.Each("amount"))
            .Where(line => line.Second.Trim().Length > 0 || line.Third.Trim().Length > 0)
            .Select(line => new BenchQuoteLine(line.First, line.Second, Entries.Number(line.Third, out var amount) ? amount : 0m)),
    ];

    private static int Version(Entries form) => (int)(form.Number("version") ?? 0);

    private static object? Freight(Entries form, string? currency) => form.Given("service") is not { } service ? null : new
    {
        service, cost = form.Number("cost") ?? -1, groundCost = form.Number("groundCost") ?? -1,
        currency = currency is null ? form.Given("freightCurrency") : null,
    };
}
