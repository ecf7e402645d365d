using Rma.Credit;
using Rma.ServiceDefaults;

await CreditService.Build(args).RunOrCommand(args);
