using System.Globalization;

namespace Rma.Demo;

/// <summary>The totals, one return's complete timeline, and whether everything is as expected.</summary>
internal sealed class Reckoning(Settings settings, Doors doors, FinanceDesk finance)
{
    public async Task<int> Report(Case[] cases, int whole, TimeSpan took, CancellationToken ct)
    {
        Console.WriteLine("\n\nOutcomes");
        foreach (var kind in cases.GroupBy(item => item.Kind))
            Console.WriteLine($"  {(kind.All(item => item.AsExpected) ? "✓" : "✗")} {kind.Key,-24} " +
                $"{kind.Count(item => item.AsExpected),4} of {kind.Count(),-4} {kind.First().Expected}");

        var mine = cases.ToDictionary(item => item.Serial);
        var notes = finance.Deliveries.Where(note => mine.ContainsKey(note["serialNumber"]!.GetValue<string>())).ToArray();
        var credits = notes.DistinctBy(note => note["creditId"]!.GetValue<string>()).ToArray();
        var paid = credits.Sum(note => note["amount"]!.GetValue<decimal>());
        var due = cases.Sum(item => item.Credit ?? 0m);
        var twice = credits.GroupBy(note => note["serialNumber"]!.GetValue<string>()).Count(group => group.Count() > 1);
        var unbalanced = credits.Count(note =>
            note["lines"]!.AsArray().Sum(line => line!["amount"]!.GetValue<decimal>()) != note["amount"]!.GetValue<decimal>());
        var wrong = cases.Count(item => !item.AsExpected);
        var charges = finance.Charges.Where(note => mine.ContainsKey(note["serialNumber"]!.GetValue<string>()))
            .DistinctBy(note => note["chargeId"]!.GetValue<string>()).ToArray();
        var (charged, chargeable) = (charges.Sum(note => note["amount"]!.GetValue<decimal>()), cases.Sum(item => item.Charge ?? 0m));
        var chargedTwice = charges.GroupBy(note => note["serialNumber"]!.GetValue<string>()).Count(group => group.Count() > 1);
        var differences = await new Books(doors).Differences(finance.Deliveries, finance.Charges, ct);

        Console.WriteLine("\nFinance");
        Console.WriteLine($"  {credits.Length} credit notes, {paid:0.00} USD; " +
            $"the feed expects {cases.Count(item => item.Credit is not null)} and {due:0.00} USD");
        Console.WriteLine($"  deliveries {notes.Length}, paid twice {twice}, notes whose lines do not add up {unbalanced}, " +
            $"control totals and notes {(differences.Count == 0 ? "agree with the book of credits" : "DIFFER")}");
        Console.WriteLine($"  {charges.Length} charge notes, {charged:0.00} USD; " +
            $"the feed expects {cases.Count(item => item.Charge is not null)} and {chargeable:0.00} USD; charged twice {chargedTwice}");
        Console.WriteLine($"  {notes.Length + finance.Charges.Count} notes are signed by credit, {finance.Unproven} are not");
        foreach (var difference in differences.Take(8)) Console.WriteLine($"  ✗ the book has another content: {difference}");
        var unfound = await new PartnerLookups(doors).NotFound(cases, ct);
        Console.WriteLine($"\nPartners\n  their programs find {cases.Count(item => item.RmaNumber is not null) - unfound.Count} of " +
            $"{cases.Count(item => item.RmaNumber is not null)} returns at the public door, by the typed client");
        var told = cases.First(item => item.Kind == "sealed recorder");
        Console.WriteLine($"\nThe story of {told.RmaNumber}");
        foreach (var line in await new Story(doors).Of(told, ct)) Console.WriteLine(line);
        Figures(whole, took);

        var good = wrong == 0 && twice == 0 && unbalanced == 0 && paid == due && charged == chargeable && chargedTwice == 0
            && differences.Count == 0 && finance.Unproven == 0 && unfound.Count == 0;
        Console.WriteLine(good
            ? $"\n✓ {cases.Length} of {cases.Length} returns ended as they should."
            : wrong == 0 ? "\n✗ Every return ended as it should, but what finance or a partner reads is not right."
            : $"\n✗ {wrong} of {cases.Length} returns ended otherwise than they should: " +
                $"{string.Join(", ", cases.Where(item => !item.AsExpected).Take(8))}");
        Console.WriteLine("  The platform's clock was moved on for this; ./rma clock real sets it back.");
        return good ? 0 : 1;
    }

    private void Figures(int whole, TimeSpan took)
    {
        Console.WriteLine($"\nDay 0 took {took.TotalSeconds:0.0} s: {whole / took.TotalSeconds:0.0} whole returns a second ({whole}, " +
            "from the request to the credit or the way back; nothing denied, cancelled or left for later).");
        foreach (var service in Topology.Services)
            if (Memory(service) is { } memory) Console.WriteLine($"  rma-{service,-10} {memory,6} MB resident");
    }

    // Null when the process does not run on this machine: in a container.
    private string? Memory(string service)
    {
        try
        {
            var pid = File.ReadAllText(Path.Combine(settings.Folder, "run", $"{service}.pid")).Trim();
            var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
            return (long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
                .ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
