using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Polly.CircuitBreaker;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>Which failures are retried: the database or the network is away, or a concurrent transaction won.</summary>
public static class Transient
{
    /// <summary>True when a retry can succeed. Invalid input and refusals are never transient.</summary>
    public static bool Is(Exception? exception) => exception switch
    {
        null or UnusableKeyException => false,
        VersionConflictException or BrokenCircuitException => true,
        PostgresException postgres => IsState(postgres.SqlState),
        // No connection is free; no host is a primary (yet); the server does not speak TLS (yet); or it died while a connection was being
        // opened and its error arrived where the TLS answer was expected.
        NpgsqlException { InnerException: null } npgsql => npgsql.IsTransient || npgsql.Message.Contains("pool", StringComparison.Ordinal)
            || npgsql.Message.Contains("suitable host", StringComparison.Ordinal)
            || npgsql.Message.Contains("SSL", StringComparison.Ordinal),
        // Of several hosts one may be a standby, another one gone: it is enough that one of them may come back.
        NpgsqlException { InnerException: AggregateException hosts } => hosts.InnerExceptions.Any(Is),
        NpgsqlException npgsql => npgsql.IsTransient || Is(npgsql.InnerException),
        // AuthenticationException: a server whose certificate is not believed counts as away until it shows a good one.
        TimeoutException or SocketException or IOException or AuthenticationException => true,
        // A broken connection, in the pool or in the middle of a step, reports itself closed and its transaction as completed.
        ObjectDisposedException disposed => disposed.ObjectName.Contains("Npgsql", StringComparison.Ordinal)
            || disposed.Message.Contains("Npgsql", StringComparison.Ordinal) || Is(disposed.InnerException),
        InvalidOperationException invalid when invalid.Message.Contains("Connection is not open", StringComparison.Ordinal)
            || invalid.Message.Contains("ransaction is already completed", StringComparison.Ordinal)
                || invalid.Message.Contains("ransaction has completed", StringComparison.Ordinal) => true,
        AggregateException aggregate => aggregate.InnerExceptions.All(Is),
        _ => Is(exception.InnerException),
    };

    /// <summary>
    /// Connection, resources, deadlock, serialization, lock timeout, shutdown, I/O errors of the server (58); a statement timeout (57014),
    /// a cached plan that a migration made stale (0A000), a server that has just been demoted and accepts no writes (25006), and a password
    /// that was changed there and is not known here yet (28P01).
    /// </summary>
    public static bool IsState(string? state) =>
        state is "40001" or "40P01" or "55P03" or "57P01" or "57P02" or "57P03" or "57014" or "0A000" or "25P02" or "25P03" or "25006"
            or "28P01"
        || state is not null && (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("58", StringComparison.Ordinal));
}
