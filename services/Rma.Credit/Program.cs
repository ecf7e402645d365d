using Rma.Credit;

await CreditService.Build(args).RunAsync();
