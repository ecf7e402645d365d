namespace Rma.Chaos;

/// <summary>One run from the command line: plays it, writes the report and prints it.</summary>
internal static class Run
{
    public static async Task<Course> On(Stage stage, Options options, CancellationToken stop)
    {
        if (options.Upgrade is not null) stage.Instance.Environment[UpgradeDrill.Release] = options.Upgrade;
        if (options.IsDrill) return await Drill(stage, options, stop);
        if (options.FailPoints + options.Outage == 0)
            Console.WriteLine(
            $"Seed {options.Seed}: {options.Lifecycles} lifecycles, {options.Kills} kills, faults {string.Join(", ", options.Faults)}");
        await stage.Up();
        if (!stage.Instance.IsCluster && options.Faults.Count < Schedule.Kinds.Count
            && options.Faults.FirstOrDefault(Schedule.OfACluster.Contains) is { } kind)
            throw new InvalidOperationException($"The fault '{kind}' needs a cluster: RMA_TOPOLOGY=cluster ./rma chaos …");
        var course = await Play(stage, new Round(stage, options, Console.WriteLine), options, stop);
        var folder = Path.Combine(stage.Instance.Folder, "chaos");
        Report.Write(course, folder);
        Console.WriteLine($"\n{Report.Markdown(course)}\n" +
            $"The report: {Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)}/report.md and .json");
        return course;
    }

    // Each part with a load of its own; the last one that is not as it should be is the result.
    private static async Task<Course> Drill(Stage stage, Options options, CancellationToken stop)
    {
        Course? result = null;
        await stage.Up();
        Options[] parts = options.Restore is "all" ? [.. RestoreDrill.Parts.Select(part => options with { Restore = part })] : [options];
        foreach (var part in parts)
        {
            var course = await Drill(stage, part, Console.WriteLine, stop);
            var folder = Path.Combine(stage.Instance.Folder, "chaos", part.Restore ?? "upgrade");
            Report.Write(course, folder);
            Console.WriteLine($"\n{Report.Markdown(course)}\n" +
                $"The report: {Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)}/report.md and .json");
            if (result is null || Report.IsGood(result)) result = course;
        }

        return result!;
    }

    /// <summary>A drill, or one part of it.</summary>
    public static async Task<Course> Drill(Stage stage, Options options, Action<string> say, CancellationToken stop)
    {
        var (restore, upgrade) = (new RestoreDrill(stage, options, say), new UpgradeDrill(stage, options, say));
        var course = await new Round(stage, options, say).Play(stop, (participants, ct) => options switch
        {
            { Restore: "everything" } => restore.LoseEverything(participants, ct),
            { Restore: not null } => restore.LetCreditForget(participants, ct),
            { Upgrade: not null } => upgrade.ExchangeServices(participants, ct),
            _ => upgrade.ExchangeBrokers(participants, ct),
        }, options.Rate > 0 ? TimeSpan.FromSeconds((double)LoadPlan.Together / options.Rate) : null);
        return course with { Ways = [.. restore.Ways, .. upgrade.Ways] };
    }

    private static async Task<Course> Play(Stage stage, Round round, Options options, CancellationToken stop)
    {
        if (options.Outage > 0) return await Outages.Play(stage, round, options.Outage, Console.WriteLine, stop);
        if (options.FailPoints == 0) return await round.Play(stop);
        var failPoints = new FailPoints(stage, Console.WriteLine);
        await failPoints.Arm();
        return await round.Play(stop, (_, ct) => failPoints.Run(options.FailPoints, ct));
    }
}
