namespace Rma.Chaos;

/// <summary>
/// Every service is ended at every place between the steps of a commit and after it, all services at the same time and under load: each run
/// of a process ends at the first place that was not reached before. A file for each place proves that it was reached.
/// </summary>
internal sealed class FailPoints(Stage stage, Action<string> say)
{
    private static readonly string[] Points =
        ["inbox.written", "events.appended", "saga.written", "outbox.written", "committed", "handled", "acked", "published", "confirmed",
            "deleted"];

    private string Folder => Path.Combine(stage.Instance.Folder, "chaos", "reached");

    /// <summary>All combinations of service and place: only one service has sagas, and the console has no events.</summary>
    public static IReadOnlyList<(string Service, string Point)> All { get; } =
        [.. Instance.Services.SelectMany(service => Points.Where(point => point switch
        {
            "saga.written" => service == "issuance",
            "events.appended" => service != "console",
            _ => true,
        }).Select(point => (service, point)))];

    /// <summary>The places where a service has ended.</summary>
    public IReadOnlyList<(string Service, string Point)> Reached =>
        [.. All.Where(place => File.Exists(Marker(place.Service, place.Point)))];

    public async Task Arm()
    {
        Directory.CreateDirectory(Folder);
        foreach (var (service, point) in All) File.Delete(Marker(service, point));
        foreach (var service in Instance.Services)
        {
            await stage.Instance.Rma("stop", service);
            await stage.Instance.Rma(new Dictionary<string, string>
            {
                ["RMA_FAIL_POINT"] = string.Join(',', Points.Where(point => All.Contains((service, point)))),
                ["RMA_FAIL_POINT_MARKER"] = Path.Combine(Folder, service),
            }, "start", service, "--no-wait");
        }
    }

    /// <summary>Repeats until all services have ended at every place, the given number of times.</summary>
    public async Task Run(int repeats, CancellationToken ct)
    {
        for (var round = 1; round <= repeats; round++)
        {
            while (Reached.Count < All.Count) await Task.Delay(200, ct);
            say($"  every service has died at every place, round {round} of {repeats}: {All.Count} places");
            if (round == repeats) return;
            foreach (var (service, point) in All) File.Delete(Marker(service, point));
            foreach (var service in Instance.Services) await stage.Instance.Signal(service, "KILL");
        }
    }

    private string Marker(string service, string point) => Path.Combine(Folder, $"{service}-{point}");
}
