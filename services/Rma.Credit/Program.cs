using Rma.Credit;
using Rma.ServiceDefaults;

await CreditService.Build(args).RunOrRebuild(args);
