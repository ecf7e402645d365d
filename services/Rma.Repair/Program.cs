using Rma.Repair;
using Rma.ServiceDefaults;

await RepairService.Build(args).RunOrRebuild(args);
