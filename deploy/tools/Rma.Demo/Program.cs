using System.Globalization;
using Rma.Demo;

// Plays a feed of returns through the public APIs only: AMQP in, HTTP, AMQP out. Exit code 0 when every outcome is as expected.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args is ["--size", ..] ? Math.Clamp(NumberAt(1, 10), 1, 50) : 10;
var month = args is ["--month", ..] ? Math.Clamp(NumberAt(1, 1_000), 10, 5_000) : 0;
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(month > 0 ? 60 : 15));
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
if (month > 0)
{
    await using var simulation = new Month(new Settings(), month);
    return await simulation.Play(stop.Token);
}

if (args is ["--publish", var message, var file]) return await FeedLines.Publish(new Settings(), message, file, stop.Token);
await using var recorder = args is ["--record", var folder] ? await Recorder.Open(new Settings(), folder) : null;
await using var demo = new ThreeDays(new Settings(), size);
return await demo.Play(stop.Token);

int NumberAt(int place, int otherwise) =>
    int.TryParse(args.ElementAtOrDefault(place), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
