using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// With the arguments <c>verify [--anchors FILE] [--unproven-until TIME]</c> a service's program checks that its stored history is what the
/// service has stored: each event's proof, the seals, and what finance was told; and that the read models are what the events say.
/// </summary>
public static class VerifyCommand
{
    /// <summary>The exit code when something was found, or the verification could not be made.</summary>
    public const int Failed = 1;

    /// <summary>Verifies; returns the exit code.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="options">
    /// <c>--anchors FILE</c>: the messages of <c>finance.histories</c>, one JSON document a line. <c>--unproven-until TIME</c> (ISO 8601
    /// with offset): events stored before need no proof, for the hours of an update in which replicas of an earlier release ran.
    /// </param>
    /// <param name="say">Told the result, line by line.</param>
    public static async Task<int> Verify(this IServiceProvider services, string[] options, Action<string> say)
    {
        if (!TryRead(options, out var anchorFile, out var unprovenUntil))
        {
            say("verify [--anchors FILE] [--unproven-until 2026-11-29T12:00:00Z]");
            return Failed;
        }

        if (!await RebuildCommand.SchemaIsUpToDate(services, say)) return Failed;
        if (services.GetRequiredService<HistoryKeyFile>().Keys is null) say("There are no history keys (History:KeysFile).");
        var began = Stopwatch.GetTimestamp();
        var service = services.GetRequiredService<MessagingOptions>().Service;
        var keys = services.GetRequiredService<ProofOfSeals>();
        var verification = new HistoryVerification(service, services.GetRequiredService<EventProof>(), keys.IsSigned);
        var report = await verification.Run(services.GetRequiredService<SchemaOwner>().Database, ReadAnchors(anchorFile), unprovenUntil,
            CancellationToken.None);
        foreach (var restore in report.Restores)
            say(string.Create(CultureInfo.InvariantCulture,
                $"restored: number {restore.Number} to {restore.RestoredTo.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z at " +
                $"{restore.RestoredAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, up to number {restore.LastEvent}: {restore.Reason}"));
        foreach (var anchor in report.LeftBehind) say($"left behind: {anchor}");
        foreach (var finding in report.Findings) say($"{finding.Kind}: {finding.Text}");
        if (report.Found > report.Findings.Count) say($"… and {report.Found - report.Findings.Count} more");
        var differing = await CompareReadModels(services, say);
        say(string.Create(CultureInfo.InvariantCulture,
            $"{service}: {report.Events} events of {report.Streams} streams, {report.Seals} seals, {report.Unsealed} not sealed yet, " +
            $"{report.Unproven} of before proofs; {report.Found} findings, {differing} read models differ; " +
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        return report.Found == 0 && differing == 0 ? 0 : Failed;
    }

    private static async Task<int> CompareReadModels(IServiceProvider services, Action<string> say)
    {
        await using var scope = services.CreateAsyncScope();
        var rebuild = new ReadModelRebuild(services.GetRequiredService<SchemaOwner>().Database, services.GetRequiredService<EventNames>());
        var differing = 0;
        foreach (var projection in scope.ServiceProvider.GetServices<RegisteredProjection>().OrderBy(projection => projection.Name))
        {
            if (await Difference(rebuild, projection) is not { } difference) continue;
            differing++;
            say($"read model {projection.Name}: {difference}");
        }

        return differing;
    }

    // Events that were tampered with may yield no rows at all.
    private static async Task<string?> Difference(ReadModelRebuild rebuild, RegisteredProjection projection)
    {
        try
        {
            var count = await rebuild.Compare(projection, CancellationToken.None);
            return count is { Restored: 0, Changed: 0, Removed: 0 } ? null
                : $"against its events {count.Restored} rows are missing, {count.Changed} differ, {count.Removed} are too many";
        }
        catch (Exception exception) when (exception is PostgresException or UnknownStoredEventException or JsonException)
        {
            return $"it cannot be made of these events ({exception.Message})";
        }
    }

    private static HistoryAnchorRead[] ReadAnchors(string? file) => file is null ? [] :
    [
        .. File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => JsonSerializer.Deserialize<HistoryAnchorRead>(line, JsonSerializerOptions.Web)!),
    ];

    private static bool TryRead(string[] options, out string? anchors, out DateTimeOffset? unprovenUntil)
    {
        (anchors, unprovenUntil) = (null, null);
        for (var at = 0; at < options.Length; at += 2)
        {
            var value = options.ElementAtOrDefault(at + 1);
            if (options[at] == "--anchors" && File.Exists(value)) anchors = value;
            else if (options[at] == "--unproven-until" && DateTimeOffset.TryParse(
                value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) unprovenUntil = time;
            else return false;
        }

        return true;
    }
}
