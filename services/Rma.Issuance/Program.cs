using Rma.Issuance;
using Rma.ServiceDefaults;

await IssuanceService.Build(args).RunOrCommand(args);
