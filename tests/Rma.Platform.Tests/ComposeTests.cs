using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Rma.Platform.Tests;

/// <summary>The compose file, the broker's definitions and the code name the same services, databases and users.</summary>
public sealed class ComposeTests
{
    private static readonly Dictionary<object, object> Compose = Read(File.ReadAllText(House.File("docker-compose.yml")));

    public static TheoryData<string> Services => [.. House.Services.Keys.Select(name => name.ToLowerInvariant())];

    internal static Dictionary<object, object> Read(string text) => (Dictionary<object, object>)new DeserializerBuilder().Build()
        .Deserialize(new MergingParser(new Parser(new StringReader(text))))!;

    internal static Dictionary<object, object> Map(object from, params string[] path) =>
        path.Aggregate((Dictionary<object, object>)from, (map, name) => (Dictionary<object, object>)map[name]);

    private static IEnumerable<string> Secrets(string service) => ((List<object>)Map(Compose, "services", service)["secrets"])
        .Select(secret => secret as string ?? (string)((Dictionary<object, object>)secret)["source"]);

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_built_by_name_waits_for_its_servers_and_knows_no_other_ones_password(string service)
    {
        var container = Map(Compose, "services", service);
        Assert.Equal(House.Services.Keys.Single(name => name.Equals(service, StringComparison.OrdinalIgnoreCase)),
            Map(container, "build", "args")["SERVICE"]);
        Assert.Equal("service_healthy", Map(container, "depends_on", "rabbitmq")["condition"]);
        Assert.Equal("service_completed_successfully", Map(container, "depends_on", "databases")["condition"]);
        string[] known =
        [
            "api-keys", $"{service}-postgres", $"{service}-rabbitmq", $"{service}-signing-key", $"{service}-certificate", "authority",
            "jwt-public", "sender-keys", $"{service}-migration", $"{service}-history-keys",
        ];
        Assert.Equal(new SortedSet<string>(known), new SortedSet<string>(Secrets(service)));
        Assert.Equal("true", container["read_only"]);
        Assert.Contains(service, (List<object>)Map(Compose, "services", "databases")["entrypoint"]);
        Assert.Contains($"role-{service}", Secrets("databases"));
        Assert.Contains($"owner-{service}", Secrets("databases"));
        Assert.Contains($":{Map(container, "environment")["Policy__Folder"]}:ro",
            ((List<object>)container["volumes"]).Cast<string>().First(), StringComparison.Ordinal);
    }

    [Fact]
    public void S8_Broker_and_database_answer_with_TLS_only()
    {
        var command = ((List<object>)Map(Compose, "services", "postgres")["command"]).Cast<string>().ToArray();
        Assert.Contains("ssl=on", command);
        Assert.Contains("hba_file=/deploy/pg_hba.conf", command);
        var rules = File.ReadAllLines(House.File("deploy", "postgres", "pg_hba.conf")).Where(line => !line.StartsWith('#')).ToArray();
        Assert.All(rules, rule => Assert.Matches("^(local|hostssl) ", rule));
        Assert.EndsWith("clientcert=verify-ca", rules[^1], StringComparison.Ordinal);
        Assert.Contains("database-certificate", Secrets("postgres"));
        var broker = File.ReadAllLines(House.File("deploy", "rabbitmq", "rabbitmq.conf"));
        Assert.Contains("listeners.tcp = none", broker);
        Assert.Contains("ssl_options.verify = verify_peer", broker);
        Assert.Equal(["authority", "broker-certificate"], Secrets("rabbitmq").Order());
    }

    [Fact]
    public void Every_secret_is_a_file_outside_of_the_repository() => Assert.All(Map(Compose, "secrets").Values, secret =>
        Assert.StartsWith("${RMA_INSTANCE_DIR:-./.rma/dev}/secrets/", (string)((Dictionary<object, object>)secret)["file"],
            StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void The_broker_has_a_user_for_the_service_and_no_password_is_written_down(string service)
    {
        var users = JsonNode.Parse(File.ReadAllText(House.File("deploy", "rabbitmq", "definitions.json")))!["users"]!.AsArray();
        var user = Assert.Single(users, user => user!["name"]!.GetValue<string>() == service)!;
        Assert.Equal($"@{service.ToUpperInvariant()}_PASSWORD_HASH@", user["password_hash"]!.GetValue<string>());
    }
}
