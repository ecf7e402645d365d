using Rma.Receiving;
using Rma.ServiceDefaults;

await ReceivingService.Build(args).RunOrCommand(args);
