using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>
/// Broker and database show certificates that do not count: the service says what is wrong, waits, and goes on with a good one.
/// </summary>
public sealed class TransportTests(TransportTests.Fronted service) : IClassFixture<TransportTests.Fronted>
{
    public static TheoryData<string, string> Bad => new()
    {
        { "expired", "its certificate expired at" }, { "other host", "its certificate names elsewhere.example, not 127.0.0.1" },
        { "other authority", "its certificate is of no authority in" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task S8_A_database_with_such_a_certificate_is_refused_by_name_until_it_has_a_good_one(string kind, string fault)
    {
        await service.DatabaseFront.Show(service.Certificate(kind));
        await service.Ready(answer => answer.Status == 503
            && answer.Text.Contains($"the database is not believed: {fault}", StringComparison.Ordinal));
        await service.DatabaseFront.Show(service.Certificate("good"));
        await service.Ready(answer => answer.Text == "Healthy");
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task S8_A_broker_with_such_a_certificate_is_refused_by_name_until_it_has_a_good_one(string kind, string fault)
    {
        await service.BrokerFront.Show(service.Certificate(kind));
        await service.Ready(answer => answer.Text.Contains($"The broker is not believed: {fault}", StringComparison.Ordinal));
        await service.BrokerFront.Show(service.Certificate("good"));
        await service.Ready(answer => answer.Text == "Healthy");
    }

    [Fact]
    public async Task S8_A_service_that_starts_before_the_certificates_are_good_says_so_in_its_log_and_waits()
    {
        await service.DatabaseFront.Show(service.Certificate("expired"));
        await service.BrokerFront.Show(service.Certificate("other host"));
        await using var another = service.Another();
        var log = new Heard();
        another.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var starting = another.StartAsync();
        await Wait.Until(() => Task.FromResult(log.Has("the database is not believed: its certificate expired at")), "the log to name it");
        Assert.False(starting.IsCompleted);
        await service.DatabaseFront.Show(service.Certificate("good"));
        await starting.WaitAsync(TimeSpan.FromSeconds(30));
        await Wait.Until(() => Task.FromResult(log.Has("The broker is not believed: its certificate names elsewhere.example")), "that too");
        await service.BrokerFront.Show(service.Certificate("good"));
        await service.Ready(answer => answer.Text == "Healthy");
    }

    [Fact]
    public async Task S8_A_renewed_certificate_of_a_service_counts_without_a_restart()
    {
        await using var another = service.Another();
        await another.StartAsync();
        var address = new Uri(another.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Assert.Equal("https", address.Scheme);
        var before = await Shown();
        File.WriteAllText(service.OwnFile, TestAuthority.Pem(service.Certificate("good")));
        await Wait.Until(async () => await Shown() != before, "the renewed certificate");

        async Task<string> Shown()
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(address.Host, address.Port);
            await using var secured = await Handshake.Shake(
                socket.GetStream(), address.Host, new Certificates(service.AuthorityFile, null), CancellationToken.None);
            return secured.RemoteCertificate!.GetCertHashString();
        }
    }

    /// <summary>A service whose servers stand behind fronts.</summary>
    public sealed class Fronted : ServiceUnderTest, IDisposable
    {
        private readonly TestAuthority authority = new();
        private readonly TestAuthority otherAuthority = new("another authority");
        private string[] settings = [];
        private TlsFront? database, broker;

        protected override string Name => "fronted";

        public TlsFront DatabaseFront => database!;

        public TlsFront BrokerFront => broker!;

        public string AuthorityFile => authority.File;

        public string OwnFile { get; } = Path.Combine(Path.GetTempPath(), $"rma-own-{Guid.CreateVersion7():N}.pem");

        public override async Task InitializeAsync()
        {
            var servers = await Servers.Ready;
            var onward = servers.AuthorityFile is { } file ? new Certificates(file, servers.CertificateFile) : null;
            database = new TlsFront(Address("POSTGRES"), isDatabase: true, onward, Certificate("good"));
            broker = new TlsFront(Address("RABBITMQ"), isDatabase: false, onward, Certificate("good"));
            File.WriteAllText(OwnFile, TestAuthority.Pem(Certificate("good")));
            await base.InitializeAsync();

            (string, int) Address(string server) =>
                (servers[$"RMA_{server}_HOST"], int.Parse(servers[$"RMA_{server}_PORT"], CultureInfo.InvariantCulture));
        }

        public X509Certificate2 Certificate(string kind) => kind switch
        {
            "expired" => authority.Issue(days: -1),
            "other host" => authority.Issue("elsewhere.example"),
            "other authority" => otherAuthority.Issue(),
            _ => authority.Issue(),
        };

        protected override WebApplication Build(string[] args)
        {
            // The front shows another certificate than the database has, so the password's proof must not be bound to it.
            var postgres = new NpgsqlConnectionStringBuilder(Setting("ConnectionStrings:Postgres"))
            {
                Host = "127.0.0.1", Port = DatabaseFront.Port, SslMode = SslMode.VerifyFull, ChannelBinding = ChannelBinding.Disable,
                RootCertificate = null, SslCertificate = null, SslKey = null,
            };
            var rabbit = new UriBuilder(Setting("ConnectionStrings:RabbitMq"))
            {
                Scheme = "amqps", Host = "127.0.0.1", Port = BrokerFront.Port,
            };
            settings =
            [
                .. args, $"--ConnectionStrings:Postgres={postgres}", $"--ConnectionStrings:RabbitMq={rabbit}",
                $"--Tls:AuthorityFile={authority.File}", $"--Tls:CertificateFile={OwnFile}",
            ];
            return RmaService.Build(Name, settings, _ => { });

            string Setting(string name) => args.Single(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal)).Split('=', 2)[1];
        }

        /// <summary>The same service once more, with HTTPS.</summary>
        public WebApplication Another() => RmaService.Build(Name, [.. settings, "--urls=https://127.0.0.1:0"], _ => { });

        public Task Ready(Func<(int Status, string Text), bool> so)
        {
            return Wait.Until(Ask, so, "readiness to say so", 40);

            async Task<(int, string)> Ask()
            {
                using var http = As(null);
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await DatabaseFront.DisposeAsync();
            await BrokerFront.DisposeAsync();
        }

        public void Dispose()
        {
            authority.Dispose();
            otherAuthority.Dispose();
            File.Delete(OwnFile);
        }
    }

    private sealed class Heard : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public bool Has(string text) => lines.Any(line => line.Contains(text, StringComparison.Ordinal));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
