using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rma.Policy;
using Xunit.Abstractions;

namespace Rma.Histories.Tests;

/// <summary>
/// The invariants over generated histories. <c>RMA_HISTORIES</c> sets their number (default 500). A history consists of numbers: the unit,
/// and one per action; a failing one is shrunk and stored in <c>Kept/</c>.
/// </summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private static readonly PolicyVersion Policy = PolicyBook.Load().Versions[^1];
    private static readonly int Histories = Testing.Generated.Cases("RMA_HISTORIES", 500);

    // Mostly the next likely action, sometimes any: 32 numbers reach the end of most returns, with enough deviations.
    private static readonly Gen<int[]> History =
        from unit in Gen.Choose(0, 999_999)
        from deeds in Gen.Choose(0, 999_999).ArrayOf(48)
        select (int[])[unit, .. deeds];

    private static readonly string KeptFolder = Path.Combine(Testing.Servers.Root, "tests", "Rma.Histories.Tests", "Kept");

    [Fact]
    public void The_invariants_hold_over_every_history()
    {
        var seed = Testing.Generated.Seed;
        var reached = new Dictionary<string, int>();
        output.WriteLine($"{Histories} histories, seed {seed}");
        var property = Prop.ForAll(Arb.From(History, Shorter), (int[] history) =>
        {
            var house = Play(history);
            foreach (var item in house.Cases)
                lock (reached) reached[$"{item.Remedy} {item.Outcome ?? "open"}"] =
                reached.GetValueOrDefault($"{item.Remedy} {item.Outcome ?? "open"}") + 1;
            if (Broken(house) is { } broken) throw new HistoryException(broken);
            return true;
        });
        try
        {
            property.Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithReplay(seed, Testing.Generated.Gamma));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new HistoryException($"seed {seed}: {failure.Message}", failure);
        }

        foreach (var (end, count) in reached.OrderBy(pair => pair.Key, StringComparer.Ordinal)) output.WriteLine($"{count,7} {end}");
        // A generator that never reaches an end proves nothing.
        Assert.All(Remedies.All, remedy =>
            Assert.Contains(reached, pair =>
            pair.Key.StartsWith(remedy, StringComparison.Ordinal) && !pair.Key.EndsWith("open", StringComparison.Ordinal)));
    }

    public static TheoryData<string> Kept =>
        [.. Directory.GetFiles(KeptFolder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_history_that_once_broke_an_invariant_does_not_any_more(string file) =>
        Assert.Null(Broken(Play(JsonSerializer.Deserialize<int[]>(File.ReadAllText(Path.Combine(KeptFolder, file)))!)));

    internal static House Play(int[] history)
    {
        var unit = history[0];
        var house = new House(Policy, hasDrive: unit % 2 == 0, warrantyMonths: new[] { 3, 12, 24, 36 }[unit / 2 % 4], price: 10m
            + unit / 8 % 50_000 / 100m);
        var usual = 0;
        foreach (var number in history.Skip(1))
        {
            var how = number / 100;
            var pick = number % 100 < 75 ? Deeds.Usual[usual++ % Deeds.Usual.Length] : number % Deeds.All.Length;
            Deeds.All[pick](house, how);
            house.Deliver(how, all: false);
        }

        house.Deliver(history.Length, all: true);

        return house;
    }

    /// <summary>The first invariant that does not hold; null when all do.</summary>
    internal static string? Broken(House house) => Invariants.All.FirstOrDefault(invariant => !invariant.Value(house)).Key;

    // Fewer actions first, then smaller numbers: the minimal failing history remains.
    private static IEnumerable<int[]> Shorter(int[] history)
    {
        for (var i = history.Length - 1; i > 0; i--) yield return [.. history[..i], .. history[(i + 1)..]];
        for (var i = 0; i < history.Length; i++)
            if (history[i] >= 100) yield return [.. history[..i], history[i] % 100, .. history[(i + 1)..]];
    }
}
