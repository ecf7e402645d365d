using Rma.Issuance;

await IssuanceService.Build(args).RunAsync();
