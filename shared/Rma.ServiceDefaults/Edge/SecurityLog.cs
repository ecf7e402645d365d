using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>One security entry.</summary>
/// <param name="Kind">See <see cref="SecurityKinds"/>.</param>
/// <param name="Decision"><c>refused</c>, <c>limited</c>, <c>not-found</c> or <c>noted</c>.</param>
/// <param name="Who">Subject or key; of a credential that failed, whose it claims to be. Never the secret.</param>
/// <param name="Route">The template of the route, never the path: that may be a credential or name a person.</param>
/// <param name="Address">From where, behind a declared proxy its client's.</param>
/// <param name="Request">The trace id, which the answer has as well.</param>
internal sealed record SecurityEntry(
    string Kind, string Decision, string Who, string Method, string Route, int Status, string Code, string Address, string Request);

/// <summary>
/// Writes security entries to the log category <c>Rma.Security</c> and counts them (<c>rma.security.events</c> by kind and service). Of one
/// kind from one address at most <see cref="MostPerMinute"/> a minute are written, so that a flood fills no disk and hides no other kind.
/// </summary>
internal sealed class SecurityLog(ILoggerFactory loggers, MessagingOptions options) : IDisposable
{
    /// <summary>The category, for routing.</summary>
    public const string Category = "Rma.Security";

    /// <summary>The meter.</summary>
    public const string Meter = "Rma.Security";

    /// <summary>Entries of one kind from one address; the next is the last one and says so.</summary>
    public const int MostPerMinute = 60;

    private static readonly Meter Metrics = new(Meter);
    private static readonly Counter<long> Counted = Metrics.CreateCounter<long>("rma.security.events", "{event}", "Security entries.");
    private readonly ILogger log = loggers.CreateLogger(Category);
    private readonly MemoryCache sources = new(new MemoryCacheOptions());

    public void Write(SecurityEntry entry)
    {
        Count(entry.Kind);
        var source = IPAddress.TryParse(entry.Address, out var address) ? FailureLimits.KeyOf(address) : entry.Address;
        var soFar = sources.GetOrCreate((entry.Kind, source), fresh =>
        {
            fresh.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1);
            return new Tally();
        })!.Next();
        if (soFar <= MostPerMinute)
        {
            log.SecurityEntry(LevelOf(entry.Kind), entry);
        }
        else if (soFar == MostPerMinute + 1)
        {
            Count(SecurityKinds.ManyFromOneSource);
            log.ManyFromOneSource(entry.Address, MostPerMinute, entry.Kind);
        }
    }

    /// <summary>The file of API keys cannot be read.</summary>
    public void KeyFileBroken(string reason)
    {
        Count(SecurityKinds.KeyFileBroken);
        log.KeyFileBroken(Visible(reason, 300));
    }

    public void Dispose() => sources.Dispose();

    /// <summary>Text of somebody else for the log: one line of visible characters.</summary>
    public static string Visible(string text, int most = 64) => string.Concat(text.Take(most).Select(letter =>
        letter is >= ' ' and <= '~' || char.IsLetterOrDigit(letter) ? letter : '?'));

    private void Count(string kind) => Counted.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("service", options.Service));

    private static LogLevel LevelOf(string kind) => SecurityKinds.IsOrdinary(kind) ? LogLevel.Information
        : SecurityKinds.IsAlarming(kind) ? LogLevel.Error : LogLevel.Warning;

    private sealed class Tally
    {
        private int count;

        public int Next() => Interlocked.Increment(ref count);
    }
}

/// <summary>Security entries; event ids 2100 to 2199.</summary>
internal static partial class SecurityMessages
{
    public static void SecurityEntry(this ILogger log, LogLevel level, SecurityEntry entry) => log.Entry(
        level, entry.Kind, entry.Decision, entry.Who, entry.Address, entry.Method, entry.Route, entry.Status, entry.Code, entry.Request);

    [LoggerMessage(EventId = 2101,
        Message = "Security {Kind}: {Decision} {Who} from {Address}: {Method} {Route} {Status} {Code}; request {Request}")]
    private static partial void Entry(
        this ILogger log, LogLevel level, string kind, string decision, string who, string address, string method, string route, int status,
        string code, string request);

    [LoggerMessage(2102, LogLevel.Error,
        "Security many-from-one-source: {Address} caused more than {Count} entries {Kind} within a minute; more are only counted.")]
    public static partial void ManyFromOneSource(this ILogger log, string address, int count, string kind);

    [LoggerMessage(2103, LogLevel.Error,
        "Security key-file-broken: the API keys cannot be read ({Reason}); those read before count for a minute, then none does.")]
    public static partial void KeyFileBroken(this ILogger log, string reason);
}
