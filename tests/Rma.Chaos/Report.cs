using System.Globalization;
using System.Text;
using System.Text.Json;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>The result of a run: for people on the screen and in Markdown, for programs in JSON.</summary>
internal static class Report
{
    private const double LongestDrain = 120;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether all counts are zero, and all queues were empty in time.</summary>
    public static bool IsGood(Course course) =>
        course.Played && course.Findings.Clean && course.Drained <= LongestDrain
        && course.Outages.All(outage => outage.Complaints.Count == 0)
        && (course.Options.IsDrill ? course.Ways.Count > 0 : course.Ways.Count == 0)
        && (course.Options.Upgrade is null || BrokenOff(course) == 0);

    // A process that is stopped for its successor answers what it has taken.
    private static int BrokenOff(Course course) => course.Answers
        .Where(answer => answer.Key.EndsWith(Doors.BrokenOff, StringComparison.Ordinal)).Sum(answer => answer.Value);

    public static void Write(Course course, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.md"), Markdown(course));
        File.WriteAllText(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(new
        {
            good = IsGood(course), course.Options.Command, course.Options.Seed, lifecycles = course.Begun, course.Options.Kills,
            course.Options.Faults, processors = Environment.ProcessorCount,
            seconds = Math.Ceiling(course.Took.TotalSeconds), course.Rate, course.Drained, course.Struck, course.Missed, course.CutCommits,
                course.AnswersLost, course.Copies, course.Deliveries, course.Credited, course.Outcomes, charges = course.Charges.Count,
                charged = course.Charges.Sum(),
            course.Answers, course.EndedByWatchdog, course.Outages, topology = course.Cluster ? "cluster" : "single", course.Gaps,
            course.Ways,
            counts = course.Findings.Counts.ToDictionary(count => count.Name, count => count.Found.Count),
            found = course.Findings.Counts.ToDictionary(count => count.Name, count => count.Found),
        }, Indented));
    }

    public static string Markdown(Course course)
    {
        var text = new StringBuilder();
        text.AppendLine(Line($"# {(IsGood(course) ? "Nothing lost, nothing paid twice" : "✗ Not as it should be")}")).AppendLine();
        text.AppendLine(
            Line($"`{Command(course)}`, {course.Begun} lifecycles, {Environment.ProcessorCount} cores, {course.Took:hh\\:mm\\:ss}."))
            .AppendLine();
        text.AppendLine("| counted | |").AppendLine("|---|---|");
        if (!course.Played) text.AppendLine("| ✗ | not everything that was to happen has happened |");
        foreach (var (name, found) in course.Findings.Counts) text.AppendLine(Line($"| {name} | {found.Count} |"));
        text.AppendLine(Line($"| empty after the last fault | {(course.Drained is { } drained ? $"{drained:0.0} s" : "never")} |"))
            .AppendLine();
        text.Append(Line($"Finance has {course.Credited:N2} USD in {course.Deliveries} deliveries, "));
        text.Append(Line($"{course.Deliveries - course.Notes} of them repeats, "));
        text.Append(Line($"and {course.Charges.Sum():N2} USD in {course.Charges.Count} charges. "));
        text.AppendLine(Line($"{course.Rate:0.0} lifecycles a second, faults included."));
        if (course.Options.FailPoints > 0 && course.Played)
            text.AppendLine(
            Line($"Every service died at every place of a commit, {FailPoints.All.Count} in all, {course.Options.FailPoints} times."));
        else if (course.Struck.Count > 0)
        {
            var struck = course.Struck.OrderBy(fault => fault.Key).Select(fault => $"{fault.Value} {fault.Key}");
            text.Append(Line($"Faults: {string.Join(", ", struck)}; {course.Missed} came to nothing; "));
            text.Append(Line($"{course.CutCommits} commits cut off, {course.AnswersLost} of them after they were carried out; "));
            text.AppendLine(Line($"{course.Copies} messages said again."));
        }

        foreach (var way in course.Ways)
            text.AppendLine(Line(
                $"{(course.Options.Restore is null ? "Exchanged" : "Lost and back")}: {way.What}, {way.Seconds / 60:0.0} minutes."));
        if (course.Outages.Count > 0)
            text.AppendLine()
                .Append("| away | backlog | first after | worked off after | × arrival since the first | × arrival since it was ready ")
                .AppendLine("| grew by | the doors said | |")
                .AppendLine("|---|---|---|---|---|---|---|---|---|")
                .AppendJoin('\n', course.Outages).AppendLine().AppendLine();
        AppendGaps(text, course.Gaps);
        var answers = course.Answers.OrderBy(answer => answer.Key, StringComparer.Ordinal)
            .Select(answer => $"{answer.Value} × {answer.Key}");
        text.AppendLine(Line($"HTTP answers: {string.Join(", ", answers)}."));
        var outcomes = course.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal)
            .Select(outcome => $"{outcome.Value} {outcome.Key}");
        text.AppendLine(Line($"Returns: {string.Join(", ", outcomes)}."));
        foreach (var end in course.EndedByWatchdog) text.AppendLine(Line($"Ended by its watchdog: {end.Where}: {end.What}"));
        foreach (var (name, found) in course.Findings.Counts.Where(count => count.Found.Count > 0))
        {
            text.AppendLine().AppendLine(Line($"## {name}")).AppendLine();
            foreach (var words in found.Take(100)) text.AppendLine(Line($"- {words}"));
        }

        return text.ToString();
    }

    private static void AppendGaps(StringBuilder text, IReadOnlyList<Gap> gaps)
    {
        if (gaps.Count == 0) return;
        text.AppendLine()
            .AppendLine("| after | times | no command was answered for, median and worst | no note came for, median and worst |")
            .AppendLine("|---|---|---|---|");
        foreach (var kind in gaps.GroupBy(gap => gap.Fault).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            text.AppendLine(Line($"| {kind.Key} | {kind.Count()} | {Range(kind, gap => gap.Answers)} | {Range(kind, gap => gap.Notes)} |"));
        text.AppendLine();
    }

    private static string Command(Course course) => (course.Cluster ? "RMA_TOPOLOGY=cluster " : "") + course.Options.Command;

    private static string Range(IEnumerable<Gap> gaps, Func<Gap, double> seconds)
    {
        double[] sorted = [.. gaps.Select(seconds).Order()];
        return Line($"{sorted[sorted.Length / 2]:0.0} s, {sorted[^1]:0.0} s");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
