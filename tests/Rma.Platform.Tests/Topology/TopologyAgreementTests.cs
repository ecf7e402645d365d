using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Feed.V1;
using Rma.Messaging;

namespace Rma.Platform.Tests;

/// <summary>The code has the services, queues and messages that the description has.</summary>
public sealed class TopologyAgreementTests
{
    private static readonly Topology Described = Topology.OfPlatform;

    public static TheoryData<string> Projects => [.. Described.Services.Select(service => service.Project)];

    private static IEnumerable<QueueReads> Reads(TopologyService service) =>
        House.Applications[service.ShortProject].Services.GetServices<QueueReads>();

    [Fact]
    public void Every_folder_of_a_service_is_described() => Assert.Equal(
        Described.Services.Select(service => service.Project).Order(),
        Directory.GetDirectories(House.File("services")).Select(folder => Path.GetFileName(folder)).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_solution_has_the_service_and_its_tests(string project)
    {
        var solution = File.ReadAllText(House.File("Rma.Platform.sln"));
        Assert.Contains($@"""services\{project}\{project}.csproj""", solution, StringComparison.Ordinal);
        Assert.Contains($@"""tests\{project}.Tests\{project}.Tests.csproj""", solution, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_can_be_a_user_a_schema_and_the_beginning_of_a_queue() => Assert.All(Described.Services, service =>
    {
        Assert.Matches("^[a-z]+$", service.Name);
        Assert.True(service.Replicas is [>= 1, var most] && most >= service.Replicas[0]);
        Assert.Single(Described.Services, other => other.Port == service.Port);
    });

    [Fact]
    public void The_code_gives_a_service_the_described_name_schema_and_queues() => Assert.All(Described.Services, service =>
    {
        var services = House.Applications[service.ShortProject].Services;
        Assert.Equal(service.Name, services.GetRequiredService<MessagingOptions>().Service);
        Assert.Equal(service.Name,
            new Npgsql.NpgsqlConnectionStringBuilder(services.GetRequiredService<Npgsql.NpgsqlDataSource>().ConnectionString).SearchPath);
        Assert.All(Reads(service), queue => Assert.StartsWith($"{service.Name}-", queue.Queue, StringComparison.Ordinal));
    });

    [Fact]
    public void The_described_queues_of_the_feed_are_those_that_the_services_read()
    {
        Assert.Equal(
            Described.Feed.Messages.SelectMany(message => message.Queues.Select(queue => $"{message.Exchange} {queue}")).Order(),
            Described.Services.SelectMany(service => Reads(service).Where(queue => queue.IsFeed))
                .SelectMany(queue => queue.Messages.Select(message => $"{message.Namespace}:{message.Name} {queue.Queue}")).Order());
        Assert.Equal([Described.Feed.User], new MessagingOptions { Service = "", RabbitMq = () => "" }.FeedUsers);
    }

    [Fact]
    public void The_described_queues_of_finance_are_those_that_the_services_write_to()
    {
        var writers = Described.Services.Where(service => service.Writes?.Contains(Described.Finance.Exchange) == true)
            .SelectMany(service => House.Services[service.ShortProject].GetTypes()).ToArray();
        Assert.Equal(Described.Finance.Queues.Select(queue => queue.RoutingKey).Order(),
            Constants("RoutingKey").Append(HistorySealing.RoutingKey).Order());
        Assert.Equal(Described.Finance.Exchanges, Constants("Exchange").Append(HistorySealing.Exchange));
        Assert.All(Described.Services, service => Assert.Contains(HistorySealing.Exchange, service.Writes ?? []));

        IEnumerable<string> Constants(string name) =>
            writers.Select(type => type.GetField(name, BindingFlags.Public | BindingFlags.Static))
                .Where(field => field?.IsLiteral == true).Select(field => (string)field!.GetRawConstantValue()!);
    }

    [Fact]
    public void The_described_queues_of_our_messages_are_those_that_the_services_read() => Assert.Equal(
        Described.Messages.SelectMany(message => message.Queues.Select(queue => $"{message.Exchange} {queue}")).Order(),
        Described.Services.SelectMany(service => Reads(service).Where(queue => !queue.IsFeed))
            .SelectMany(queue => queue.Messages.Select(message => $"{message.Namespace}:{message.Name} {queue.Queue}")).Order());

    [Fact]
    public void A_message_is_described_once_and_sent_by_a_service()
    {
        Assert.Distinct(Described.Messages.Select(message => message.Exchange));
        Assert.All(Described.Messages, message =>
            Assert.Contains(Described.Services, service => service.Name == message.Sender));
        Assert.All(Described.Exchanges, exchange => Assert.NotNull(House.Contracts.GetType(exchange.Replace(':', '.'))));
    }

    // A message that nobody describes is sent by nobody; what is only a part of a message or goes to finance is no message of the bus.
    [Fact]
    public void Every_contract_is_a_message_or_a_part_of_one()
    {
        var described = Described.Exchanges.ToHashSet();
        var parts = House.Contracts.GetExportedTypes().SelectMany(type => type.GetProperties())
            .SelectMany(property => (Type?[])[property.PropertyType, property.PropertyType.GetElementType(),
                .. property.PropertyType.GetGenericArguments()]).ToHashSet();
        Assert.Empty(House.Contracts.GetExportedTypes()
            .Where(type => type.Namespace!.EndsWith(".V1", StringComparison.Ordinal)
                && !type.Namespace.Contains(".Finance.", StringComparison.Ordinal) && type != typeof(FeedMessageRejected) && !type.IsEnum
                && !described.Contains($"{type.Namespace}:{type.Name}") && !parts.Contains(type))
            .Select(type => type.FullName));
    }

    // Default ports that a hand-written line repeats.
    [Fact]
    public void A_default_port_is_the_same_everywhere() => Assert.All(Described.Services, service => Assert.All(
        Regex.Matches(File.ReadAllText(House.File(TopologyFiles.Compose)), $@"RMA_{service.Name.ToUpperInvariant()}_PORT:-(?<port>\d+)"),
        found => Assert.Equal(service.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), found.Groups["port"].Value)));
}
