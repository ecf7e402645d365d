using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>
/// What the service <c>secrets</c> of the compose file does, in a folder instead of its volumes: it makes everything once, and gives each
/// container what that one needs and nothing of another.
/// </summary>
public sealed class ContainerSecretsTests : IDisposable
{
    private static readonly string[] Services = [.. Topology.OfPlatform.Services.Select(service => service.Name)];

    // Known by everybody, or of no use to who has it alone.
    private static readonly string[] Shared = ["api-keys", "authority", "jwt-public", "sender-keys"];

    private static readonly string[] OfService =
    [
        "ConnectionStrings__Migration", "ConnectionStrings__Postgres", "ConnectionStrings__RabbitMq", "certificate", "history-keys",
        "signing-key", .. Shared,
    ];

    private static readonly Dictionary<string, string[]> Recipients = new(Services.Select(name => KeyValuePair.Create(name, OfService)))
    {
        ["console"] = [.. OfService, "jwt-private"],
        ["rabbitmq"] = ["authority", "broker-certificate", "definitions.json", "enabled_plugins", "rabbitmq.conf"],
        ["postgres"] = ["authority", "database-certificate", "postgres-superuser"],
        ["databases"] = ["authority", "postgres-superuser", .. Services.SelectMany(name => new[] { $"role-{name}", $"owner-{name}" })],
        ["grafana"] = ["grafana-admin"],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("rma-secrets-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task S14_Each_container_gets_what_it_needs_and_nothing_that_opens_something_of_another()
    {
        await Ask("make");
        Assert.Equal(Recipients.Keys.Order(), Directory.GetDirectories(In("for")).Select(Path.GetFileName).Order());
        Assert.All(Recipients, given => Assert.Equal(given.Value.Order(StringComparer.Ordinal),
            Directory.GetFiles(In("for", given.Key)).Select(Path.GetFileName).Order(StringComparer.Ordinal)));

        var passwords = Settings(await File.ReadAllLinesAsync(In("secrets", "secrets.env")));
        foreach (var recipient in Recipients.Keys)
        {
            var seen = string.Concat(Directory.GetFiles(In("for", recipient)).Select(File.ReadAllText));
            Assert.DoesNotContain(Body(In("secrets", "tls", "authority.key")), seen, StringComparison.Ordinal);
            // The console signs for the people whom a developer may choose to be.
            Assert.Equal(recipient == "console", seen.Contains(Body(In("secrets", "jwt-private.pem")), StringComparison.Ordinal));
            Assert.Equal(Allowed(recipient).Order(), passwords.Where(pair => seen.Contains(pair.Value, StringComparison.Ordinal))
                .Select(pair => pair.Key).Order());
            foreach (var other in Services.Where(name => name != recipient))
            {
                Assert.DoesNotContain(Body(In("secrets", "senders", $"{other}.pem")), seen, StringComparison.Ordinal);
                Assert.DoesNotContain(Body(In("secrets", "tls", $"{other}.pem")), seen, StringComparison.Ordinal);
                Assert.DoesNotContain(HistorySecret(other), seen, StringComparison.Ordinal);
            }
        }

        static string[] Allowed(string recipient) => recipient switch
        {
            "postgres" => ["POSTGRES_SUPERUSER_PASSWORD"],
            "databases" => ["POSTGRES_SUPERUSER_PASSWORD", .. Services.SelectMany(name => OfDatabase(name.ToUpperInvariant()))],
            "grafana" => ["GRAFANA_PASSWORD"],
            "rabbitmq" => [], // hashes
            _ => [.. OfDatabase(recipient.ToUpperInvariant()), $"BROKER_{recipient.ToUpperInvariant()}_PASSWORD"],
        };
        static IEnumerable<string> OfDatabase(string name) => [$"DATABASE_{name}_PASSWORD", $"OWNER_{name}_PASSWORD"];
    }

    [Fact]
    public async Task A_certificate_is_of_the_authority_and_names_who_shows_it()
    {
        await Ask("make");
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(In("for", "postgres", "authority")));
        (string File, string Host)[] shown =
        [
            (In("for", "postgres", "database-certificate"), "postgres"), (In("for", "rabbitmq", "broker-certificate"), "rabbitmq"),
            .. Services.Select(name => (In("for", name, "certificate"), name)),
        ];
        Assert.All(shown, each =>
        {
            using var certificate = X509Certificate2.CreateFromPemFile(each.File, each.File);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            Assert.True(chain.Build(certificate) && certificate.MatchesHostname(each.Host), each.Host);
        });
    }

    [Fact]
    public async Task A_later_start_keeps_everything_and_makes_what_is_missing()
    {
        await Ask("make");
        var before = All();
        await Ask("make");
        Assert.Equal(before, All());

        var lost = Services[^1];
        File.Delete(In("secrets", "senders", $"{lost}.pem"));
        Directory.Delete(In("for", lost), recursive: true);
        await Ask("make");
        var after = All();
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        string[] changed =
        [
            $"secrets/senders/{lost}.pem", $"for/{lost}/signing-key", "secrets/sender-keys.json",
            .. Services.Select(name => $"for/{name}/sender-keys"),
        ];
        Assert.Equal(changed.Order(StringComparer.Ordinal),
            after.Where(file => before[file.Key] != file.Value).Select(file => file.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_developer_gets_addresses_and_a_token_that_services_believe()
    {
        var settings = Settings((await Ask("env")).Split('\n'));
        Assert.Equal("http://127.0.0.1:20001", settings[$"RMA_{Services[0].ToUpperInvariant()}_URL"]);
        Assert.Equal("20100", settings["RMA_POSTGRES_PORT"]);
        Assert.StartsWith("rma_", settings["RMA_OPERATOR_KEY"], StringComparison.Ordinal);
        Assert.DoesNotContain(settings.Keys, name => name.EndsWith("_FILE", StringComparison.Ordinal));

        var parts = (await Ask("token", "inspector", "--name", "Ines")).Trim().Split('.');
        using var key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(In("for", Services[0], "jwt-public")));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), FromBase64Url(parts[2]), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));
        Assert.Equal("Ines", JsonNode.Parse(FromBase64Url(parts[1]))!["sub"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_new_key_and_a_renewed_certificate_reach_every_service()
    {
        // Its words and the key come over two channels, in either order.
        var key = Regex.Match(await Ask("key", "add", "acme", "partner", "--account", "ACME"), "rma_([0-9a-f]{8})_").Groups[1].Value;
        Assert.NotEmpty(key);
        Assert.All(Services, name => Assert.Contains(key, File.ReadAllText(In("for", name, "api-keys")),
            StringComparison.Ordinal));
        var before = All();
        Assert.Contains(Services[0], await Ask("certificates"), StringComparison.Ordinal);
        Assert.Equal(before, All());
        await Ask("certificates", "renew");
        var after = All();
        Assert.All(Services, name => Assert.NotEqual(before[$"for/{name}/certificate"], after[$"for/{name}/certificate"]));
        Assert.Equal(before["for/postgres/authority"], after["for/postgres/authority"]);
        Assert.Equal(before["for/postgres/postgres-superuser"], after["for/postgres/postgres-superuser"]);
    }

    [Fact]
    public async Task A_policy_is_put_in_place_once()
    {
        await Ask("make");
        Assert.Equal(0, (await Run("{}", "policy", "us-2030.json")).ExitCode);
        Assert.Equal("{}", await File.ReadAllTextAsync(In("policies", "us-2030.json")));
        var before = All();
        Assert.All(new[] { "us-2030.json", "../us-2031.json", "US.json", "us-2031.txt", "" }, name =>
            Assert.Equal(1, Run("{ }", "policy", name).GetAwaiter().GetResult().ExitCode));
        Assert.Equal(1, (await Run("", "policy", "us-2031.json")).ExitCode);
        Assert.Equal(before, All());
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("token", "pilot")]
    [InlineData("key", "add", "acme", "pilot")]
    [InlineData("certificates", "forget")]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing(params string[] arguments)
    {
        await Ask("make");
        var before = All();
        Assert.Equal(1, (await Run("", arguments)).ExitCode);
        Assert.Equal(before, All());
    }

    private string In(params string[] parts) => Path.Combine([folder, .. parts]);

    private static string Body(string pem) => File.ReadAllText(pem).Split("PRIVATE KEY-----\n")[1].Split('\n')[1];

    private string HistorySecret(string service) =>
        JsonNode.Parse(File.ReadAllText(In("secrets", "history", $"{service}.json")))!["keys"]![0]!["secret"]!.GetValue<string>();

    private static Dictionary<string, string> Settings(IEnumerable<string> lines) =>
        lines.Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);

    private static byte[] FromBase64Url(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));

    private SortedDictionary<string, string> All() => new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText));

    private async Task<string> Ask(params string[] arguments)
    {
        var run = await Run("", arguments);
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }

    private Task<ProgramRun> Run(string input, params string[] arguments)
    {
        var port = 20000;
        Dictionary<string, string> environment = new(Services.Select(name =>
            KeyValuePair.Create($"{name.ToUpperInvariant()}_PORT", $"{++port}")))
        {
            ["RMA_SECRETS_FOLDER"] = folder, ["POSTGRES_PORT"] = "20100", ["RABBITMQ_PORT"] = "20101", ["MANAGEMENT_PORT"] = "20102",
            ["DOOR_PORT"] = "20103",
        };
        return Programs.Run("bash", [House.File("deploy", "secrets.sh"), .. arguments], House.File(), environment, input);
    }
}
