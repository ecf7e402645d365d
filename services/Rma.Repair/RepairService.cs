using Rma.Repair.RepairJobs;
using Rma.ServiceDefaults;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair;

/// <summary>The repair service: tests, diagnoses, quotes, repairs and swaps units, clears drives and ships units.</summary>
public static class RepairService
{
    /// <summary>The configured service.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("repair", args, SetUp);

    private static void SetUp(ServiceSetup service)
    {
        var links = QuoteLinks.From(service.Configuration);
        service.Services.AddSingleton(links).AddScoped<Answering>();
        service
            .Policy()
            .MigrationsOf<RepairJob>()
            .TracedStream<RepairJob, RepairJobEvent>("repair-job", (job, said) => RepairJobIntegrationEvents.Of(job, said, links),
                ("repair_job_opened", typeof(RepairJobOpened)),
                ("drive_checked_and_reformatted", typeof(DriveCheckedAndReformatted)),
                ("drive_found_absent", typeof(DriveFoundAbsent)),
                ("unit_tested", typeof(UnitTested)),
                ("coverage_settled", typeof(CoverageSettled)),
                ("repair_decided", typeof(RepairDecided)),
                ("repair_quoted", typeof(RepairQuoted)),
                ("quote_reminded", typeof(QuoteReminded)),
                ("quote_approved", typeof(QuoteApproved)),
                ("quote_declined", typeof(QuoteDeclined)),
                ("unit_repaired", typeof(UnitRepaired)),
                ("repair_completed", typeof(RepairCompleted)),
                ("unit_shipped_back", typeof(UnitShippedBack)),
                ("repair_warranty_granted", typeof(RepairWarrantyGranted)),
                ("unit_swapped", typeof(UnitSwapped)),
                ("stock_replaced", typeof(StockReplaced)),
                ("unit_released_to_stock", typeof(UnitReleasedToStock)),
                ("unit_returned_unrepaired", typeof(UnitReturnedUnrepaired)))
            .Projection<Workbench, RepairJob, RepairJobEvent>()
            .Deadlines<RepairJob, RepairJobEvent>(_ => QuoteDeadlines.Of)
            .Consumer<OpenRepairJobConsumer>()
            .Consumer<QuoteDueConsumer>()
            .OptionalSubscribers<V1.DriveCleared>()
            .Past((asked, next, messages) => new Contracts.Repair.V1.PastTold(asked.RebuildId, asked.Number, next, messages))
            .Routes(routes =>
            {
                routes.MapClearDrive();
                routes.MapRecordTest();
                routes.MapDiagnose();
                routes.MapApproveExclusion();
                routes.MapSettleCoverage();
                routes.MapQuoteRepair();
                routes.MapAnswerQuote();
                routes.MapRepairUnit();
                routes.MapCompleteRepair();
                routes.MapShipBack();
                routes.MapSwapUnit();
                routes.MapReplaceStock();
                routes.MapReleaseToStock();
                routes.MapReturnUnrepaired();
                routes.MapQuoteLinks();
                routes.MapRefuseRecovery();
                routes.MapRepairJobs();
            });
    }
}
