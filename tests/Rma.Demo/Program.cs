using System.Globalization;
using Rma.Demo;

// Plays a feed of returns through the public APIs only: AMQP in, HTTP, AMQP out. Exit code 0 when every outcome is as expected.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args is ["--size", var given, ..] && int.TryParse(given, out var wanted) ? Math.Clamp(wanted, 1, 50) : 10;
var month = args is ["--month", ..] ? args.ElementAtOrDefault(1) is { } many && int.TryParse(many, out var serials)
    ? Math.Clamp(serials, 10, 5_000) : 1_000 : 0;
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(month > 0 ? 60 : 15));
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
if (month > 0)
{
    await using var simulation = new Month(new Settings(), month);
    return await simulation.Play(stop.Token);
}

await using var demo = new Demo(new Settings(), size);
return await demo.Play(stop.Token);
