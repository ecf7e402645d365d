using Rma.Issuance;
using Rma.ServiceDefaults;

await IssuanceService.Build(args).RunOrRebuild(args);
