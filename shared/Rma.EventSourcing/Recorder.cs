using System.Diagnostics;

namespace Rma.EventSourcing;

/// <summary>Gives events what the edge knows: an id, the time of recording, who caused them, and the trace they belong to.</summary>
public sealed class Recorder(TimeProvider clock, Provenance provenance)
{
    /// <summary>
    /// Decided events as they will be stored after <paramref name="version"/>. Ids repeat for the same stream and version.
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
    /// <summary>The source of the spans that carry a stream's trace on.</summary>
    public static ActivitySource Source { get; } = new("Rma.EventSourcing");

    /// <summary>
    /// A stream that began under a trace keeps it: work that arrives with a trace of its own (an inspector's request a day after the
    /// scan) continues the stream's trace and links its own.
    /// </summary>
    public static Activity? Continue(string streamKey, StoredEvent? first)
    {
        var current = Activity.Current;
        if (current is null || first?.Headers?["traceparent"]?.GetValue<string>() is not { } began) return null;
        if (!ActivityContext.TryParse(began, null, isRemote: true, out var parent) || parent.TraceId == current.TraceId) return null;
        return Source.StartActivity($"continue {streamKey}", ActivityKind.Internal, parent, links: [new ActivityLink(current.Context)]);
    }
}
