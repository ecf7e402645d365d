using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rma.Testing;

/// <summary>One line of a service's log with its named values.</summary>
public sealed record WrittenLine(string Category, int Id, LogLevel Level, string Text, IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>A named value.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>Reads along what a service under test writes to its log in some categories.</summary>
public sealed class WrittenLog : ILoggerProvider
{
    private readonly ConcurrentQueue<WrittenLine> lines = new();

    /// <summary>Begins to read along.</summary>
    public static WrittenLog Of(ServiceUnderTest service)
    {
        var log = new WrittenLog();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return log;
    }

    /// <summary>What was written so far.</summary>
    public IReadOnlyList<WrittenLine> Lines => [.. lines];

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, lines);

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing to release: the lines are kept for the test.
    }

    private sealed class Writer(string category, ConcurrentQueue<WrittenLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new(category, eventId.Id, logLevel, formatter(state, exception),
                (state as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    .ToDictionary(pair => pair.Key, pair => pair.Value?.ToString())));
    }
}
