using Rma.Receiving;
using Rma.ServiceDefaults;

await ReceivingService.Build(args).RunOrRebuild(args);
