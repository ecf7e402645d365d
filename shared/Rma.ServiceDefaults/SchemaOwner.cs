using Npgsql;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// The role that owns a service's schema and migrates it, from <c>ConnectionStrings:Migration</c>. Without that setting it is the role of
/// the running service, which Production refuses.
/// </summary>
internal sealed class SchemaOwner : IAsyncDisposable
{
    private readonly NpgsqlDataSource running;
    private readonly NpgsqlDataSource? own;

    public SchemaOwner(NpgsqlDataSource running, string? connectionString, string schema, Certificates certificates)
    {
        this.running = running;
        if (string.IsNullOrEmpty(connectionString)) return;
        var source = new NpgsqlDataSourceBuilder(connectionString)
        {
            ConnectionStringBuilder =
            {
                SearchPath = schema, ApplicationName = $"rma-{schema}-owner", MaxPoolSize = 5, MinPoolSize = 0, ConnectionIdleLifetime = 10,
                ConnectionPruningInterval = 5, Timeout = 12, CommandTimeout = 15, GssEncryptionMode = GssEncryptionMode.Disable,
            },
        };
        source.Trust(certificates);
        own = source.Build();
        var role = new NpgsqlConnectionStringBuilder(running.ConnectionString).Username;
        if (role != new NpgsqlConnectionStringBuilder(connectionString).Username) RuntimeRole = role;
    }

    /// <summary>Connections of the owner.</summary>
    public NpgsqlDataSource Database => own ?? running;

    /// <summary>The role of the running service; null when it is the owner itself.</summary>
    public string? RuntimeRole { get; }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
