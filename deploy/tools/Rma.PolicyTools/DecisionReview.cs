using System.Text.Json.Nodes;
using Rma.Policy;
using Rma.Testing;

namespace Rma.PolicyTools;

/// <summary>Commands that only need files. They return the program's exit code.</summary>
internal static class PolicyFiles
{
    public static int Map(bool write)
    {
        var map = PolicyMap.OfBuiltTests();
        Console.WriteLine(map.Summary());
        var gaps = map.Gaps();
        foreach (var gap in gaps) Console.WriteLine($"  ✗ {gap}");
        if (write) File.WriteAllText(Path.Combine(Servers.Root, "shared", "docs", "policy-map.md"), map.Page());
        return gaps.Count == 0 ? 0 : 1;
    }

    public static int Check(string file)
    {
        try
        {
            var version = PolicyVersion.Parse(File.ReadAllText(file));
            Console.WriteLine($"  ✓ {version.Id}, from {version.EffectiveFrom:yyyy-MM-dd}, {version.Choices.Count} choices");
            return 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Console.WriteLine($"  ✗ {file} cannot be read: there is no such file, or it may not be opened.");
            return 1;
        }
        catch (InvalidPolicyException rejected)
        {
            Console.WriteLine($"  ✗ {rejected.Message}");
            return 1;
        }
    }

    public static int Help()
    {
        Console.Error.WriteLine("policy map [--write] | policy check <file> | policy replay | policy impact <draft file> [from] [through]");
        return 2;
    }
}

/// <summary>Queries the running services.</summary>
internal sealed class DecisionReview : IDisposable
{
    private static readonly IReadOnlyList<string> Services = Demo.Topology.Settings;
    private readonly Demo.Doors doors = new(new Demo.Settings());

    /// <summary>Asks one question of the stored decisions.</summary>
    public static async Task<int> Ask(Func<DecisionReview, Task<int>> question)
    {
        using var review = new DecisionReview();
        return await question(review);
    }

    public async Task<int> Replay()
    {
        var (decisions, differences) = (0, 0);
        foreach (var service in Services)
        {
            if (await Replay(service) is not (var decided, var found)) continue;
            Console.WriteLine($"  {(found.Count == 0 ? "✓" : "✗")} {service.ToLowerInvariant(),-10} " +
                $"{decided,7} decisions decided again, {found.Count} differ");
            foreach (var difference in found.Take(5)) Console.WriteLine($"      {difference["stream"]} " +
                $"{difference["question"]}\n        stored: {difference["stored"]}\n        again:  {difference["again"]}");
            (decisions, differences) = (decisions + decided, differences + found.Count);
        }

        Console.WriteLine($"\n{decisions} decisions, {differences} differences");
        return differences == 0 ? 0 : 1;
    }

    // In parts: a service decides no more than so many again at once. Null for one that decides nothing.
    private async Task<(int Decisions, List<JsonNode> Differences)?> Replay(string service)
    {
        var (decisions, differences, after) = (0, new List<JsonNode>(), 0L);
        while (true)
        {
            var answer = await doors.As("auditor", "audrey")
                .Get(service, $"/policy/replay?limit=20000&after={after}", CancellationToken.None);
            if (HasNoPolicy(answer)) return null;
            if (answer.Status != 200) throw new InvalidOperationException($"{service}: {answer.Code} {answer.Text("detail")}");
            decisions += answer.Body!["decisions"]!.GetValue<int>();
            differences.AddRange(answer.Body["differences"]!.AsArray().Select(difference => difference!));
            if (answer.Body["next"] is not { } next) return (decisions, differences);
            after = next.GetValue<long>();
        }
    }

    public async Task<int> Impact(string file, string? from, string? through)
    {
        var draft = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Console.WriteLine($"What {draft["id"]} would change\n");
        Console.WriteLine($"  {"service",-10} {"question",-18} {"remedy",-20} {"clause",-6} {"changed",-8} {"was",-6} {"would be",-8} " +
            $"{"cases",6} {"amount was",14} {"would be",14}");
        foreach (var service in Services)
        {
            var answer = await doors.As("auditor", "audrey")
                .Post(service, "/policy/impact", new { draft, from, through }, CancellationToken.None);
            if (HasNoPolicy(answer)) continue;
            if (answer.Status != 200)
            {
                Console.WriteLine($"  ✗ {service.ToLowerInvariant()}: {answer.Code} {answer.Text("detail")}");
                return 1;
            }

            foreach (var row in answer.Body!["changes"]!.AsArray())
                Console.WriteLine($"  {service.ToLowerInvariant(),-10} {row!["question"],-18} {row["remedy"]?.ToString() ?? "-",-20} " +
                    $"{row["clause"],-6} {row["changed"],-8} {row["from"],-6} {row["to"],-8} {row["count"],6} " +
                    $"{Amount(row, "amountBefore"),14} {Amount(row, "amountAfter"),14}");
            Console.WriteLine(
                $"  {service.ToLowerInvariant(),-10} {answer.Body["unchanged"]} of {answer.Body["decisions"]} decisions as they were");
        }

        return 0;
    }

    public void Dispose() => doors.Dispose();

    // The read side has no such routes.
    private static bool HasNoPolicy(Demo.Answer answer) => answer.Code == "route.not-found";

    private static string Amount(JsonNode row, string member) =>
        row[member] is { } amount ? $"{row["currency"]} {amount.GetValue<decimal>():0.00}" : "-";
}
