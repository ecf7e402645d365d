using Microsoft.AspNetCore.Builder;
using Rma.Repair.RepairJobs;
using Rma.ServiceDefaults;

namespace Rma.Repair;

/// <summary>The bench: drives are cleared here, and units that get no credit go back from here.</summary>
public static class RepairService
{
    /// <summary>The service, ready to run.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("repair", args, SetUp);

    private static void SetUp(ServiceSetup service) => service
        .MigrationsOf<RepairJob>()
        .TracedStream<RepairJob, RepairJobEvent>("repair-job", RepairJobNews.Of,
            ("repair_job_opened", typeof(RepairJobOpened)),
            ("drive_checked_and_reformatted", typeof(DriveCheckedAndReformatted)),
            ("drive_found_absent", typeof(DriveFoundAbsent)),
            ("unit_released_to_stock", typeof(UnitReleasedToStock)),
            ("unit_returned_unrepaired", typeof(UnitReturnedUnrepaired)))
        .OnAppended<Workbench, RepairJob, RepairJobEvent>()
        .Consumer<OpenRepairJobConsumer>()
        .PublicNews<Contracts.Repair.V1.DriveCleared>()
        .Routes(routes =>
        {
            routes.MapClearDrive();
            routes.MapReleaseToStock();
            routes.MapReturnUnrepaired();
            routes.MapWorkbench();
        });
}
