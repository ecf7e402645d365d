using System.Globalization;
using Rma.Demo;

// Plays a feed of returns through the public doors only: AMQP in, HTTP, AMQP out. Ends with 0 when every outcome is what the feed expects.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args is ["--size", var given, ..] && int.TryParse(given, out var wanted) ? Math.Clamp(wanted, 1, 50) : 10;
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(15));
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
await using var demo = new Demo(new Settings(), size);
return await demo.Play(stop.Token);
