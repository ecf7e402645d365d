using System.Diagnostics.Metrics;

namespace Rma.Console.Tests;

/// <summary>Reads one meter, as an exporter does.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Dictionary<(string Name, string Tag), double> shown = [];

    public Measured(Meter meter)
    {
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Everything that the meter shows now.</summary>
    public Measured Look()
    {
        shown.Clear();
        listener.RecordObservableInstruments();
        return this;
    }

    /// <summary>What an instrument showed, by the value of its tag.</summary>
    public IReadOnlyDictionary<string, double> Of(string name) =>
        shown.Where(one => one.Key.Name == name).ToDictionary(one => one.Key.Tag, one => one.Value);

    public void Dispose() => listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        shown.Add((instrument.Name, (string)tags[0].Value!), value);
}
