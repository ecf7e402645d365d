using Rma.Console;
using Rma.ServiceDefaults;

await ConsoleService.Build(args).RunOrCommand(args);
