using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>A database and a virtual host of this run's own on the instance's servers, and the small service on them.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly WebApplication service;
    private readonly Settings settings;
    private readonly string name;

    private Ground(WebApplication service, Settings settings, string name) => (this.service, this.settings, this.name) = (service, settings, name);

    public IServiceProvider Services => service.Services;

    /// <summary>The service's own connections.</summary>
    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Where the virtual host is.</summary>
    public Uri Broker => new($"amqp://{settings["RMA_RABBITMQ_ADMIN_USER"]}:{settings["RMA_RABBITMQ_ADMIN_PASSWORD"]}@{settings["RMA_RABBITMQ_HOST"]}:{settings["RMA_RABBITMQ_PORT"]}/{name}");

    public static async Task<Ground> Prepare(Settings settings)
    {
        var name = $"bench_{Guid.CreateVersion7():N}";
        await using (var server = NpgsqlDataSource.Create(Postgres(settings, "postgres")))
        await using (var create = server.CreateCommand($"create database {name}")) await create.ExecuteNonQueryAsync();
        using (var broker = Management(settings))
        {
            using var made = await broker.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), null);
            using var allowed = await broker.PutAsync(
                new Uri($"api/permissions/{name}/{settings["RMA_RABBITMQ_ADMIN_USER"]}", UriKind.Relative), new StringContent("""{"configure":".*","write":".*","read":".*"}""", Encoding.UTF8, "application/json"));
            allowed.EnsureSuccessStatusCode();
        }

        var ground = new Ground(BenchService.Build(
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", $"--ConnectionStrings:Postgres={Postgres(settings, name)}",
            $"--ConnectionStrings:RabbitMq=amqp://{settings["RMA_RABBITMQ_ADMIN_USER"]}:{settings["RMA_RABBITMQ_ADMIN_PASSWORD"]}@{settings["RMA_RABBITMQ_HOST"]}:{settings["RMA_RABBITMQ_PORT"]}/{name}"), settings, name);
        await ground.service.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(ground.service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        while (!(await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode) await Task.Delay(50);
        await ground.Execute("create table raw_events (id bigint generated always as identity primary key, data jsonb not null)");
        return ground;
    }

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

    public static string Postgres(Settings settings, string database) =>
        $"Host={settings["RMA_POSTGRES_HOST"]};Port={settings["RMA_POSTGRES_PORT"]};Database={database};Username={settings["RMA_POSTGRES_SUPERUSER"]};Password={settings["RMA_POSTGRES_SUPERUSER_PASSWORD"]};Max Auto Prepare=50;Maximum Pool Size=60;Command Timeout=0";

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync();
        await service.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await using (var server = NpgsqlDataSource.Create(Postgres(settings, "postgres")))
        await using (var drop = server.CreateCommand($"drop database {name} with (force)")) await drop.ExecuteNonQueryAsync();
        using var broker = Management(settings);
        using var gone = await broker.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative));
    }

    private static HttpClient Management(Settings settings)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{settings["RMA_RABBITMQ_HOST"]}:{settings["RMA_RABBITMQ_MANAGEMENT_PORT"]}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings["RMA_RABBITMQ_ADMIN_USER"]}:{settings["RMA_RABBITMQ_ADMIN_PASSWORD"]}")));
        return http;
    }
}
