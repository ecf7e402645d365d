using System.Globalization;
using System.Runtime.InteropServices;
using Rma.Chaos;
using Rma.Demo;

// Drives full lifecycles through the public doors while things die, and then counts. Ends with 0 when every count is as it has to be.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Options options;
try
{
    options = Options.Read(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"✗ {exception.Message}\n{Options.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.Cancel(); });
if (options.FailPoints + options.Outage == 0) Console.WriteLine($"Seed {options.Seed}: {options.Lifecycles} lifecycles, {options.Kills} kills, faults {string.Join(", ", options.Faults)}");
await using var stage = new Stage(new Settings());
await stage.Up();
var round = new Round(stage, options, Console.WriteLine);
Course course;
if (options.FailPoints > 0)
{
    var failPoints = new FailPoints(stage, Console.WriteLine);
    await failPoints.Arm();
    course = await round.Play(stop.Token, (_, ct) => failPoints.Run(options.FailPoints, ct));
}
else if (options.Outage > 0)
{
    course = await Outages.Play(stage, round, options.Outage, Console.WriteLine, stop.Token);
}
else
{
    course = await round.Play(stop.Token);
}

var folder = Path.Combine(stage.Instance.Folder, "chaos");
Report.Write(course, folder);
Console.WriteLine($"\n{Report.Markdown(course)}\nThe report: {Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)}/report.md and .json");
return Report.IsGood(course) ? 0 : 1;
