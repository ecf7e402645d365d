using System.Diagnostics;

namespace Rma.EventSourcing;

/// <summary>Adds metadata to events: id, recording time, actor, cause and trace.</summary>
public sealed class Recorder(TimeProvider clock, Provenance provenance)
{
    /// <summary>
    /// Decided events as they are stored after <paramref name="version"/>. Ids are the same for the same stream and version.
    /// </summary>
    public IReadOnlyList<NewEvent> Record(string streamKey, long version, IReadOnlyList<object> decided)
    {
        var now = clock.GetUtcNow();
        return [.. decided.Select((@event, index) =>
            new NewEvent(NameBasedId.Of($"{streamKey}/{version + 1 + index}"), @event, now, provenance.HeadersFor(@event)))];
    }
}

/// <summary>Keeps one trace for one stream.</summary>
public static class StreamTrace
{
    /// <summary>The source of the spans that continue a stream's trace.</summary>
    public static ActivitySource Source { get; } = new("Rma.EventSourcing");

    /// <summary>
    /// A stream keeps the trace under which it began: work that arrives with its own trace (an inspector's request a day after the scan)
    /// continues the stream's trace and links its own.
    /// </summary>
    public static Activity? Continue(string streamKey, StoredEvent? first)
    {
        var current = Activity.Current;
        if (current is null || first?.Headers?["traceparent"]?.GetValue<string>() is not { } began) return null;
        if (!ActivityContext.TryParse(began, null, isRemote: true, out var parent) || parent.TraceId == current.TraceId) return null;
        return Source.StartActivity($"continue {streamKey}", ActivityKind.Internal, parent, links: [new ActivityLink(current.Context)]);
    }
}
