using Rma.Repair;

await RepairService.Build(args).RunAsync();
