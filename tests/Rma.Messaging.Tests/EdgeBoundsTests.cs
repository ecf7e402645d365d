using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Messaging.Tests;

/// <summary>What a stranger can make a service do, what is kept how long, and with which settings a service does not start.</summary>
public sealed class EdgeBoundsTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    [Fact]
    public async Task Low_however_many_ask_whether_it_is_ready_the_database_is_asked_once_a_second()
    {
        var (asked, database) = (0, new NpgsqlConnectionStringBuilder(probe.Database.ConnectionString).Database);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var tags = activity.TagObjects.Select(tag => tag.Value?.ToString()).ToArray();
                if (tags.Contains("select 1") && tags.Contains(database)) Interlocked.Increment(ref asked);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var http = probe.As(null);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ =>
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal(200, (int)answer.StatusCode);
        }));
        Assert.InRange(asked, 0, (int)watch.Elapsed.TotalSeconds + 2);
        await Task.Delay(1_100);
        using var later = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.InRange(asked, 1, (int)watch.Elapsed.TotalSeconds + 2);
    }

    [Fact]
    public async Task Low_dead_letters_that_were_dealt_with_are_deleted_after_their_time_and_open_ones_stay()
    {
        Guid[] ids = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
        (string? Settled, string? Replayed)[] ages = [(null, null), ("40 days", null), ("40 days", "1 day"), ("1 day", null)];
        foreach (var (id, age) in ids.Zip(ages))
        {
            await using var add = probe.Database.CreateCommand(
                "insert into quarantine (id, queue, code, reason, headers, body, seen_at, settled_at, replayed_at) values " +
                    $"('{id}', 'kept', 'a.b', '', '{{}}', '', now() - interval '50 days', now() - {Interval(age.Settled)}, " +
                    $"now() - {Interval(age.Replayed)})");
            await add.ExecuteNonQueryAsync();
        }

        Assert.Equal(1, await probe.Services.GetRequiredService<DeadLetters>().Forget(TimeSpan.FromDays(30), default));
        Assert.Equal(3, await probe.Scalar<long>("select count(*) from quarantine where queue = 'kept'"));
        Assert.Equal(0, await probe.Scalar<long>($"select count(*) from quarantine where id = '{ids[1]}'"));

        static string Interval(string? age) => age is null ? "null::interval" : $"interval '{age}'";
    }

    [Theory]
    [InlineData("Security:Authority", "http://login.example.com")]
    [InlineData("Security:Authority", "login.example.com")]
    [InlineData("Security:JwtPublicKeyFile", "dev.pem")]
    [InlineData("Security:JwtIssuer", "rma-platform-dev")]
    [InlineData("Security:DevelopmentIssuer", "http://127.0.0.1:8090/")]
    [InlineData("SignIn:Development", "true")]
    [InlineData("SignIn:Development", "yes")]
    [InlineData("SignIn:Authority", "http://login.example.com")]
    public void Low_a_setting_of_development_is_refused_by_name_in_production(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        Assert.Contains(setting, Assert.Throws<InvalidOperationException>(() =>
            StartChecks.Run(configuration, new Place(Environments.Production))).Message, StringComparison.Ordinal);
        StartChecks.Run(configuration, new Place(Environments.Development));
    }

    [Fact]
    public void Low_a_key_of_development_that_is_short_or_no_key_is_refused_by_name()
    {
        var file = Path.GetTempFileName();
        using var shorter = System.Security.Cryptography.RSA.Create(1024);
        foreach (var content in new[] { shorter.ExportSubjectPublicKeyInfoPem(), "no key" })
        {
            File.WriteAllText(file, content);
            Assert.Contains("Security:JwtPublicKeyFile", Assert.Throws<InvalidOperationException>(() =>
                StartChecks.DevelopmentKey(file)).Message, StringComparison.Ordinal);
        }

        File.Delete(file);
    }

    [Fact]
    public void Low_one_replay_of_decisions_at_a_time()
    {
        var bounds = new ReplayBounds(new ConfigurationBuilder().Build());
        using (bounds.Take()) Assert.Equal("policy.replay-busy", Assert.Throws<RefusedException>(bounds.Take).Code);
        bounds.Take().Dispose();
    }

    private sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "probe";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
