using System.Diagnostics;

namespace Rma.Demo;

/// <summary>A line for each return as it ends, and a status line on a terminal.</summary>
internal sealed class Progress(int total)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private int done;

    public TimeSpan Elapsed => watch.Elapsed;

    public void Say(string line)
    {
        lock (gate)
        {
            if (!Console.IsOutputRedirected) Console.Write("\r\u001b[K");
            Console.WriteLine(line);
            Status();
        }
    }

    public void Ended(Case item)
    {
        lock (gate) done++;
        var mark = item.AsExpected ? "✓" : "✗";
        var instead = item.AsExpected ? "" : $"   expected {item.Expected}";
        Say($"  {mark} {item.RmaNumber ?? "-",-13} {item.Serial,-20} {item.Kind,-22} {string.Join(" ▸ ", item.Path)} ▸ " +
            $"{item.Outcome}{instead}");
    }

    private void Status()
    {
        if (!Console.IsOutputRedirected) Console.Write($"  {done} of {total} returns ended · {watch.Elapsed:mm\\:ss}");
    }
}
