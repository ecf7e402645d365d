using System.Diagnostics.Metrics;
using Npgsql;
using Rma.Console.Returns;
using Rma.Messaging;

namespace Rma.Console.Metrics;

/// <summary>
/// What is open and what is late, counted every half a minute and shown as last counted, however often somebody asks. While it cannot be
/// counted nothing is shown: nothing is not zero.
/// </summary>
internal sealed class ReturnGauges : BackgroundService
{
    public const string MeterName = "Rma.Console";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly ReturnFigures figures;
    private volatile IReadOnlyList<StateFigures> last = [];

    public ReturnGauges(NpgsqlDataSource database, Ageing ageing)
    {
        figures = new(database, ageing);
        Meter.CreateObservableGauge("rma.returns.open", () =>
            Of(state => state.Open), "{return}", "Returns in which somebody has the next step, by state.");
        Meter.CreateObservableGauge("rma.returns.overdue", () =>
            Of(state => state.Overdue), "{return}", "Returns whose last day is over, by state.");
        Meter.CreateObservableGauge("rma.returns.due_soon", () =>
            Of(state => state.DueSoon), "{return}", "Returns that are overdue in 24 hours if nothing happens, by state.");
        Meter.CreateObservableGauge("rma.returns.oldest", () =>
            Of(state => state.Oldest.TotalSeconds), "s", "How long the longest has been in its state, by state.");
        Meter.CreateObservableGauge("rma.returns.longest_overdue", () =>
            Of(state => state.LongestOverdue.TotalSeconds), "s", "How long the last day of the longest overdue is over, by state.");
    }

    /// <summary>What shows it.</summary>
    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Counts.</summary>
    public async Task Measure(CancellationToken cancellationToken)
    {
        try
        {
            last = await figures.Of(cancellationToken);
        }
        catch (Exception exception) when (Transient.Is(exception) || exception is NpgsqlException)
        {
            last = [];
        }
    }

    public override void Dispose()
    {
        Meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do await Measure(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<T>> Of<T>(Func<StateFigures, T> figure) where T : struct =>
        last.Select(state => new Measurement<T>(figure(state), new KeyValuePair<string, object?>("state", state.State)));
}
