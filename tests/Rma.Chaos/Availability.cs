using System.Diagnostics;

namespace Rma.Chaos;

/// <summary>How long nothing went on after a fault.</summary>
/// <param name="Fault">Its kind, and for a kill of what.</param>
/// <param name="Answers">The longest time without a request that was answered well, s.</param>
/// <param name="Notes">The longest time without a note at finance, s.</param>
internal sealed record Gap(string Fault, double Answers, double Notes);

/// <summary>
/// When the platform did something for somebody: the longest pause between a fault and the next one is what that fault cost. A pause that
/// the fault before began is the one's before.
/// </summary>
internal sealed class Availability(Stopwatch watch)
{
    private readonly Lock gate = new();
    private readonly List<(string Fault, Pause Answers, Pause Notes)> faults = [];
    private TimeSpan answered;
    private TimeSpan noted;

    public void Answered()
    {
        lock (gate)
        {
            if (faults.Count > 0) faults[^1].Answers.Ends(answered, watch.Elapsed);
            answered = watch.Elapsed;
        }
    }

    public void Paid()
    {
        lock (gate)
        {
            if (faults.Count > 0) faults[^1].Notes.Ends(noted, watch.Elapsed);
            noted = watch.Elapsed;
        }
    }

    public void Strikes(Fault fault)
    {
        lock (gate)
        {
            // Of a pause that goes on, the fault before has had this much.
            if (faults.Count > 0)
            {
                faults[^1].Answers.Ends(answered, watch.Elapsed);
                faults[^1].Notes.Ends(noted, watch.Elapsed);
            }

            faults.Add((NameOf(fault), new Pause(watch.Elapsed), new Pause(watch.Elapsed)));
        }
    }

    public IReadOnlyList<Gap> Gaps()
    {
        lock (gate) return [.. faults.Select(fault => new Gap(fault.Fault, fault.Answers.Longest, fault.Notes.Longest))];
    }

    // Which service or node it was makes no difference that a reader could use.
    private static string NameOf(Fault fault) => fault.Kind is not ("kill" or "restart" or "freeze") ? fault.Kind
        : Instance.Services.Contains(fault.Target) ? $"{fault.Kind} a service"
        : fault.Target.StartsWith("rabbitmq", StringComparison.Ordinal) ? $"{fault.Kind} a broker" : $"{fault.Kind} the {fault.Target}";

    private sealed class Pause(TimeSpan struck)
    {
        public double Longest { get; private set; }

        public void Ends(TimeSpan began, TimeSpan ended) =>
            Longest = Math.Max(Longest, (ended - (began > struck ? began : struck)).TotalSeconds);
    }
}
