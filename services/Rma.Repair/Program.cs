using Rma.Repair;
using Rma.ServiceDefaults;

await RepairService.Build(args).RunOrCommand(args);
