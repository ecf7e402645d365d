using System.Collections.Concurrent;
using System.Diagnostics;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>All participants of a round: clients and finance with their journals, and the fault injectors.</summary>
internal sealed class Participants : IAsyncDisposable
{
    private readonly Doors operators;

    public Participants(Stage stage, string folder, Stopwatch watch, Action<string> say)
    {
        var settings = stage.Instance.Settings;
        (Promises, Deliveries) = (new Journal(Path.Combine(folder, "clients.jsonl")), new Journal(Path.Combine(folder, "finance.jsonl")));
        (Finance, operators, Copies) = (new FinanceLog(settings, Deliveries), new Doors(settings), new Copies(settings));
        Availability = new Availability(watch);
        Load = new Load(settings, Promises, Finance, (service, status, words) =>
        {
            Answers.AddOrUpdate($"{service.ToLowerInvariant()} {words}", 1, (_, count) => count + 1);
            if (status is > 0 and < 300) Availability.Answered();
        });
        Finance.Noted = Availability.Paid;
        FaultInjector = new FaultInjector(stage, operators, Copies, Availability, watch, line => say($"{watch.Elapsed:mm\\:ss}{line}"));
    }

    /// <summary>The answers to the clients.</summary>
    public Journal Promises { get; }

    /// <summary>What finance received.</summary>
    public Journal Deliveries { get; }

    public FinanceLog Finance { get; }

    public Load Load { get; }

    public Copies Copies { get; }

    public FaultInjector FaultInjector { get; }

    /// <summary>How long nothing went on after each fault.</summary>
    public Availability Availability { get; }

    /// <summary>HTTP answers by service, status and code; also what had none.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    public async Task Introduce()
    {
        Finance.Open();
        await Copies.Introduce();
        await Load.Introduce();
    }

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Finance.DisposeAsync();
        operators.Dispose();
        Promises.Dispose();
        Deliveries.Dispose();
    }
}
