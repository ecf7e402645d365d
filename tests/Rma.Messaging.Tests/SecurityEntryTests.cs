using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Whoever is refused leaves an entry with who, what, from where, and why (S13).</summary>
public sealed class SecurityEntryTests(SecurityEntryTests.Watched watched) : IClassFixture<SecurityEntryTests.Watched>
{
    private const string Door = "/outbox";

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("no-credential", null, 401, "nobody")]
    [InlineData("key-malformed", "let me in", 401, "unknown key #")]
    [InlineData("key-unknown", "rma_nobody_secret", 401, "unknown key #")]
    [InlineData("key-wrong-secret", "rma_<operator>_guess", 401, "(operator)")]
    [InlineData("key-revoked", "<revoked>", 401, "(revoked)")]
    [InlineData("key-expired", "<expired>", 401, "(expired)")]
    [InlineData("not-allowed", "<scanner>", 403, "(scanner)")]
    public async Task S13_a_refused_key_leaves_an_entry(string kind, string? key, int status, string who)
    {
        var presented = key switch
        {
            null => null, "<revoked>" or "<expired>" or "<scanner>" => watched.SecretOf(key[1..^1]),
            _ => key.Replace("<operator>", watched.SecretOf("operator").Split('_')[1], StringComparison.Ordinal),
        };
        var (answer, entry) = await Refused(kind, http =>
        {
            if (presented is not null) http.Headers.Add("X-Api-Key", presented);
        });
        Assert.Equal(status, answer.Status);
        Assert.Contains(who, entry["Who"], StringComparison.Ordinal);
        Assert.Equal(("GET", "/outbox", "127.0.0.1", "refused"), (entry["Method"], entry["Route"], entry["Address"], entry["Decision"]));
        Assert.Equal((answer.Code, (string?)answer.Body!["traceId"]), (entry["Code"], entry["Request"]));
        Assert.Equal(2101, entry.Id);
        Assert.DoesNotContain(watched.Written.Lines, line => presented is not null && line.Text.Contains(
            presented.Split('_')[^1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("token-expired")]
    [InlineData("token-not-yet-valid")]
    [InlineData("token-of-others")]
    [InlineData("token-wrong-signature")]
    [InlineData("token-malformed")]
    [InlineData("token-refused")]
    public async Task S13_a_spoiled_token_leaves_an_entry(string kind)
    {
        var token = kind switch
        {
            "token-expired" => watched.Token("operator", claims: claims => (claims["nbf"], claims["exp"]) = (Now - 600, Now - 60)),
            "token-not-yet-valid" => watched.Token("operator", claims: claims => claims["nbf"] = Now + 90),
            "token-of-others" => watched.Token("operator", claims: claims => claims["aud"] = "something"),
            "token-wrong-signature" => watched.Token("operator", sign: bytes => bytes),
            "token-malformed" => "no.token",
            _ => watched.Token("operator", claims: claims => claims.Remove("sub")),
        };
        var (answer, entry) = await Refused(kind, http => http.Headers.Add("Authorization", $"Bearer {token}"));
        Assert.Equal(401, answer.Status);
        Assert.Equal(kind is "token-malformed" or "token-refused" ? "nobody" : "claims ada", entry["Who"]);
        Assert.DoesNotContain(watched.Written.Lines, line => line.Text.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S13_an_object_that_is_not_there_or_of_somebody_else_leaves_an_entry_with_its_route_and_not_its_id()
    {
        var id = Guid.CreateVersion7();
        var (answer, entry) = await Refused("object-not-found", http => http.Headers.Add("X-Api-Key", watched.SecretOf("operator")),
            $"/dead-letters/{id}");
        Assert.Equal((404, "/dead-letters/{id:guid}", "quarantined-message.not-found"), (answer.Status, entry["Route"], entry["Code"]));
        Assert.DoesNotContain(id.ToString(), entry.Text, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Information, entry.Level);
    }

    [Fact]
    public async Task S13_entries_are_counted_by_kind_and_service()
    {
        var counted = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "rma.security.events") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.Contains(new("kind", "key-revoked")) && tags.Contains(new("service", "watched"))) Interlocked.Add(ref counted, value);
        });
        listener.Start();
        await Refused("key-revoked", http => http.Headers.Add("X-Api-Key", watched.SecretOf("revoked")));
        Assert.Equal(1, Interlocked.Read(ref counted));
    }

    // The server itself refuses line ends in headers; what it lets through must not look like a line of its own or colour a terminal.
    [Fact]
    public async Task S13_a_header_writes_nothing_into_the_log_but_visible_characters_of_one_line()
    {
        var spoiled = "Bearer " + watched.Token("operator", claims: claims =>
            (claims["sub"], claims["nbf"], claims["exp"]) =
                ("ada\r\n12:00:00.000 info: Rma.Security[2101] all is well\u001b[2J\u2028\u202e", Now - 600, Now - 60));
        var (_, entry) = await Refused("token-expired", http => http.Headers.Add("Authorization", spoiled));
        Assert.All(entry.Text, letter => Assert.True(letter is >= ' ' and <= '~', $"U+{(int)letter:X4}"));

        using var socket = new TcpClient();
        await socket.ConnectAsync(watched.Address.Host, watched.Address.Port);
        var before = watched.Written.Lines.Count;
        await socket.GetStream().WriteAsync(
            Encoding.UTF8.GetBytes(
                $"GET {Door} HTTP/1.1\r\nHost: a\r\nX-Api-Key: rma_\u001b[2J\u2028_\u0007x\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream());
        await reader.ReadToEndAsync();
        Assert.All(watched.Written.Lines.Skip(before), line => Assert.All(line.Text, letter => Assert.True(letter is >= ' ' and <= '~')));
    }

    [Fact]
    public async Task S13_a_flood_of_one_kind_is_cut_off_once_said_and_hides_no_other_kind()
    {
        using var http = watched.As("scanner");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.50");
        for (var again = 0; again < SecurityLog.MostPerMinute + 20; again++)
        {
            using var refused = await http.GetAsync(new Uri(Door, UriKind.Relative));
            Assert.Equal(403, (int)refused.StatusCode);
        }

        var lines = watched.Written.Lines.Where(line => line["Address"] == "203.0.113.50").ToArray();
        Assert.Equal(SecurityLog.MostPerMinute, lines.Count(line => line["Kind"] == "not-allowed" && line.Id == 2101));
        var cut = Assert.Single(lines, line => line.Id == 2102);
        Assert.Equal(("not-allowed", LogLevel.Error), (cut["Kind"], cut.Level));
        await Refused("key-revoked", request => request.Headers.Add("X-Api-Key", watched.SecretOf("revoked")));
    }

    [Fact]
    public async Task S13_a_broken_key_file_leaves_an_entry()
    {
        var before = watched.Written.Lines.Count;
        watched.BreakKeys();
        try
        {
            await watched.Get("operator", Door);
            Assert.Contains(watched.Written.Lines.Skip(before), line => line.Id == 2103 && line.Level == LogLevel.Error);
        }
        finally
        {
            watched.AddKey("mended", "auditor");
        }
    }

    // A clock can be moved in Development only; this route refuses like the platform's own where it is fixed.
    [Fact]
    public async Task S13_a_refused_change_of_the_clock_is_an_entry_of_its_own()
    {
        var (answer, entry) = await Refused(
            "clock-refused", http => http.Headers.Add("X-Api-Key", watched.SecretOf("operator")), "/fixed-clock");
        Assert.Equal((403, "clock.fixed"), (answer.Status, entry["Code"]));
    }

    [Fact]
    public void S13_an_alert_names_kinds_that_exist_and_says_what_to_do()
    {
        var alerts = File.ReadAllText(Path.Combine(Servers.Root, "deploy", "telemetry", "alerts.yml"));
        var named = System.Text.RegularExpressions.Regex.Matches(alerts, "rma_security_events_total\\{kind=~?\"([^\"]+)\"")
            .SelectMany(match => match.Groups[1].Value.Split('|')).ToArray();
        Assert.All(named, kind => Assert.Contains(kind, SecurityKinds.All));
        string[] wanted =
            ["key-revoked", "too-many-failures", "too-many-unknown", "many-from-one-source", "key-file-broken", "clock-refused"];
        Assert.Empty(wanted.Except(named));
    }

    private async Task<(HttpAnswer Answer, WrittenLine Entry)> Refused(
        string kind, Action<HttpRequestMessage> with, string path = Door)
    {
        var before = watched.Written.Lines.Count;
        using var http = watched.As(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        with(request);
        using var response = await http.SendAsync(request);
        var answer = await HttpAnswer.Of(response);
        var entry = await Wait.Until(() => Task.FromResult(watched.Written.Lines.Skip(before).SingleOrDefault(line =>
            line["Kind"] == kind && line["Request"] == (string?)(answer.Body as JsonObject)?["traceId"])), line => line is not null,
            $"an entry {kind} of an answer {answer.Status}", 5);
        return (answer, entry!);
    }

    /// <summary>The smallest service, its log read along.</summary>
    public sealed class Watched : ServiceUnderTest
    {
        private string keys = "";

        protected override string Name => "watched";

        public WrittenLog Written { get; private set; } = null!;

        protected override WebApplication Build(string[] args)
        {
            keys = args.Single(arg => arg.StartsWith("--Security:ApiKeysFile=", StringComparison.Ordinal)).Split('=', 2)[1];
            return RmaService.Build("watched", [.. args, "--RateLimits:FailuresPerMinute=1000",
                "--ForwardedHeaders:KnownNetworks:0=127.0.0.0/8"], service => service.Routes(routes =>
                routes.MapGet("/fixed-clock", () => Results.Problem(Problems.Problem(403, "clock.fixed", "It is fixed.")))
                    .Allow(Roles.Operator)));
        }

        public void BreakKeys() => File.WriteAllText(keys, "[{");

        public string SecretOf(string name)
        {
            using var http = As(name);
            return http.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        }

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            AddKey("revoked", "operator", revoked: true);
            AddKey("expired", "operator", notAfter: TimeProvider.System.GetUtcNow().AddDays(-1));
            Written = WrittenLog.Of(this);
        }
    }
}
