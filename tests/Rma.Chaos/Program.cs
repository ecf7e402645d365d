using System.Globalization;
using System.Runtime.InteropServices;
using Rma.Chaos;
using Rma.Demo;

// Drives complete lifecycles through the public APIs under faults, and then checks. Exit code 0 when every count is as expected.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Options.OrUsage(args) is not { } options) return 2;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.Cancel(); });
await using var stage = new Stage(new Settings());
var course = await Run.On(stage, options, stop.Token);
return Report.IsGood(course) ? 0 : 1;
