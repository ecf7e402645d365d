using Rma.Receiving;

await ReceivingService.Build(args).RunAsync();
