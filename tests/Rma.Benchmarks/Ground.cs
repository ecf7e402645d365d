using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using RabbitMQ.Client;
using Rma.Demo;
using Rma.Testing;

namespace Rma.Benchmarks;

/// <summary>A database and a virtual host for this run on the instance's servers, and the small service on them.</summary>
internal sealed class Ground : IAsyncDisposable
{
    /// <summary>An exchange for messages that no service consumes.</summary>
    public const string RawQueue = "bench.raw";

    private readonly WebApplication service;
    private readonly Settings settings;
    private readonly string name;

    private Ground(WebApplication service, Settings settings, string name, Senders senders) =>
        (this.service, this.settings, this.name, Senders) = (service, settings, name, senders);

    /// <summary>The keys with which the small service and its neighbours sign.</summary>
    public Senders Senders { get; }

    /// <summary>The administrator, in whose name everything is published.</summary>
    public string User => settings["RMA_RABBITMQ_ADMIN_USER"];

    public IServiceProvider Services => service.Services;

    /// <summary>The service's own connections.</summary>
    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>The way to the virtual host.</summary>
    public ConnectionFactory Connecting => settings.Connecting(settings.Broker("RABBITMQ_ADMIN", name));

    public static async Task<Ground> Prepare(Settings settings)
    {
        var database = $"bench_{Guid.CreateVersion7():N}";
        await using (var server = NpgsqlDataSource.Create(settings.Postgres("postgres")))
        await using (var create = server.CreateCommand($"create database {database}")) await create.ExecuteNonQueryAsync();
        await settings.MakeVhost(database);
        var senders = Senders.Make(BenchService.Topology.Services.Select(one => one.Name));
        var broker = settings.Connecting(settings.Broker("RABBITMQ_ADMIN", database));
        await using (var connection = await broker.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync()) await channel.Declare(BenchService.Topology, "bench");
        var ground = new Ground(BenchService.Build(
            $"--Messaging:Users:bench={settings["RMA_RABBITMQ_ADMIN_USER"]}",
            $"--Messaging:SigningKeyFile={senders.KeyFileOf("bench")}", $"--Messaging:SenderKeysFile={senders.KeysFile}",
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning",
            $"--ConnectionStrings:Postgres={settings.Postgres(database)};Max Auto Prepare=50;Maximum Pool Size=60",
            $"--ConnectionStrings:RabbitMq={settings.Broker("RABBITMQ_ADMIN", database)}",
            $"--Tls:AuthorityFile={settings.AuthorityFile}"), settings, database, senders);
        await ground.service.StartAsync();
        using var http = new HttpClient { BaseAddress =
            new Uri(ground.service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        while (!(await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode) await Task.Delay(50);
        await ground.Execute("create table raw_events (id bigint generated always as identity primary key, data jsonb not null)");
        return ground;
    }

    /// <summary>The floor of every part: one row of JSON in a commit of its own.</summary>
    public async Task Commit(string json)
    {
        await using var command = Database.CreateCommand("insert into raw_events (data) values ($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes it, of the kind that services have.</summary>
    public static Task DeclareRawQueue(IChannel channel) =>
        channel.QueueDeclareAsync(RawQueue, durable: true, exclusive: false, autoDelete: false,
            arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });

    /// <summary>A statement on a connection of its own.</summary>
    public async Task Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> Count(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync();
        await service.DisposeAsync();
        Senders.Dispose();
        NpgsqlConnection.ClearAllPools();
        await using (var server = NpgsqlDataSource.Create(settings.Postgres("postgres")))
        await using (var drop = server.CreateCommand($"drop database {name} with (force)")) await drop.ExecuteNonQueryAsync();
        using var broker = settings.Management();
        using var gone = await broker.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative));
    }
}
