using System.Diagnostics;
using System.Text;
using Npgsql;
using RabbitMQ.Client;
using Rma.Demo;

namespace Rma.Testing;

/// <summary>
/// PostgreSQL and RabbitMQ for tests, whatever their source (<see cref="Infrastructure"/>). Each user creates its own databases and virtual
/// hosts, so tests are isolated.
/// </summary>
public sealed class Servers
{
    private static readonly Lazy<Task<Servers>> Shared = new(Start);
    private readonly Settings settings;

    private Servers(Settings settings) => this.settings = settings;

    /// <summary>The servers of this test run.</summary>
    public static Task<Servers> Ready => Shared.Value;

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A value of the instance's <c>platform.env</c>.</summary>
    public string this[string name] => settings[name];

    /// <summary>Connection string of the superuser for a database.</summary>
    public string Postgres(string database) => settings.Postgres(database);

    /// <summary>AMQP URI of the administrator in a virtual host.</summary>
    public string RabbitMq(string vhost) => settings.Broker("RABBITMQ_ADMIN", vhost).OriginalString;

    /// <summary>How the administrator connects to the broker.</summary>
    public ConnectionFactory Connecting(string vhost) => settings.Connecting(settings.Broker("RABBITMQ_ADMIN", vhost));

    /// <summary>Who issues the servers' certificates; null when they speak without TLS.</summary>
    public string? AuthorityFile => settings.AuthorityFile;

    /// <summary>The certificate that clients show; null without TLS.</summary>
    public string? CertificateFile => settings.CertificateFile;

    /// <summary>A new, empty database.</summary>
    public async Task<string> NewDatabase(string prefix)
    {
        var name = $"{prefix}_{Guid.CreateVersion7():N}";
        await using var connection = new NpgsqlConnection(Postgres("postgres") + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // A name made here.
        await using var command = new NpgsqlCommand($"create database \"{name}\"", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return Postgres(name);
    }

    /// <summary>The same database for a role that owns nothing, as that of a running service.</summary>
    public async Task<string> AsRunningService(string database)
    {
        const string Role = "t_running_service", Password = "only-in-tests";
        await using var connection = new NpgsqlConnection(Postgres("postgres") + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // A name made here.
        await using var command = new NpgsqlCommand(
            $"""
            select pg_advisory_lock(7421);
            do $$ begin
                if not exists (select from pg_roles where rolname = '{Role}') then create role {Role} login password '{Password}'; end if;
            end $$;
            revoke temporary on database "{new NpgsqlConnectionStringBuilder(database).Database}" from public;
            """, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(database) { Username = Role, Password = Password }.ToString();
    }

    /// <summary>A new, empty virtual host.</summary>
    public async Task<string> NewVhost()
    {
        var name = $"t{Guid.CreateVersion7():N}";
        await settings.MakeVhost(name);
        return name;
    }

    /// <summary>The broker's management API.</summary>
    public HttpClient Management() => settings.Management();

    /// <summary>The KEY=VALUE lines of an instance's <c>platform.env</c>.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnvironment(string instance) =>
        File.ReadAllLines(Path.Combine(Root, ".rma", instance, "platform.env"))
            .Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2 && !parts[0].StartsWith('#'))
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());

    /// <summary>Runs <c>./rma</c>; its output is in the failure when it fails.</summary>
    public static async Task<string> Rma(string instance, IReadOnlyDictionary<string, string>? extra, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(Root, "rma"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["RMA_INSTANCE"] = instance;
        start.Environment["RMA_NO_BUILD"] = "1";
        foreach (var (name, value) in extra ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => { lock (output) output.AppendLine(line.Data); };
        process.ErrorDataReceived += (_, line) => { lock (output) output.AppendLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(6)).Token);
        lock (output)
        {
            return process.ExitCode == 0
                ? output.ToString()
                : throw new InvalidOperationException(
                    $"./rma {string.Join(' ', arguments)} (instance {instance}) ended with {process.ExitCode}:\n{output}");
        }
    }

    private static async Task<Servers> Start() => new(new Settings(await Infrastructure.Start()));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Rma.Platform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
