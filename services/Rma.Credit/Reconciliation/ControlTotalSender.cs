using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Rma.Credit.Books;
using Rma.Credit.CreditNotes;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Credit.Reconciliation;

/// <summary>
/// Publishes the control total of every completed business date once: the row and the message are written in one transaction, and the
/// message id is derived from the date. Dates missed while the service was down are caught up one by one.
/// </summary>
internal sealed class ControlTotalSender(
    IServiceScopeFactory scopes, PolicyBook policies, TimeProvider clock, IConfiguration configuration, ILogger<ControlTotalSender> log)
    : BackgroundService
{
    public const string RoutingKey = "control-total";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("ControlTotals:Pause", TimeSpan.FromSeconds(30)));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await TellNext(stoppingToken)) { }
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                log.ControlTotalFailed(exception.Message);
            }
        }
    }

    /// <summary>Publishes the first completed date without a control total; false when there is none.</summary>
    private async Task<bool> TellNext(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        var transaction = scope.ServiceProvider.GetRequiredService<AmbientTransaction>();
        var open = await transaction.Begin(cancellationToken);
        var (told, first) = await open.Connection!.QuerySingleAsync<(DateOnly?, DateOnly?)>(
            "select (select max(business_date) from control_totals), " +
                "least((select min(business_date) from credits), (select min(business_date) from charges))", transaction: open);
        if (ClosedDates.Next(policies.InForceAt(now).Calendar, told, first, now) is not { } date) return false;

        if (await Tell(open, date, now) is { } message) scope.ServiceProvider.GetRequiredService<UnitOfWork>().Add(message);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Commit();
        return true;
    }

    private static async Task<OutboxRow?> Tell(NpgsqlTransaction open, DateOnly date, DateTimeOffset now)
    {
        var total = Of(await ControlTotals.Of(open.Connection!, date), now);
        // Another replica may be publishing it at this moment: only one of the two rows is stored.
        var mine = await open.Connection!.ExecuteAsync(
            "insert into control_totals (business_date, document, stated_at) values (@date, @document::jsonb, @now) on conflict do nothing",
            new { date, document = JsonSerializer.Serialize(total, JsonSerializerOptions.Web), now }, open);
        if (mine == 0) return null;
        await DocumentNumbers.Give(open, date, now);
        return OutboxRow.PlainJson(
            NameBasedId.Of($"finance/control-total/{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"), WhenCreditIssued.Exchange,
            RoutingKey, total) with { IsKept = true };
    }

    private static Contracts.Finance.V1.ControlTotal Of(CreditNotes.ControlTotal total, DateTimeOffset now) => new(
        total.BusinessDate, [.. total.Totals], total.Hash, [.. total.Charges.Totals], total.Charges.Hash, now.ToUniversalTime(),
        total.PayeeHash, total.Charges.PayeeHash);
}

/// <summary>The next business date to close.</summary>
internal static class ClosedDates
{
    /// <summary>Time after the end of a date within which all its decisions are committed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <param name="told">The last published date; null when none was.</param>
    /// <param name="first">The first date that has a note; null when none has.</param>
    /// <returns>Null when the next date is not completed, or there are no notes yet.</returns>
    public static DateOnly? Next(PolicyCalendar calendar, DateOnly? told, DateOnly? first, DateTimeOffset now) =>
        (told?.AddDays(1) ?? first) is { } next && now >= calendar.EndOfDay(next) + Grace ? next : null;
}
