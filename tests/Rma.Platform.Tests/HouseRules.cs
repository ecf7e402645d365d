using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Platform.Tests;

/// <summary>Rules for the whole platform.</summary>
public sealed class HouseRules
{
    public static TheoryData<string> Services => [.. House.Services.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void No_service_references_another(string service) =>
        Assert.DoesNotContain(House.Services[service].GetReferencedAssemblies(), name =>
            House.Services.Keys.Any(other => name.Name == $"Rma.{other}"));

    [Fact]
    public void The_contracts_reference_nothing() =>
        Assert.All(House.Contracts.GetReferencedAssemblies(), name => Assert.StartsWith("System", name.Name, StringComparison.Ordinal));

    [Theory]
    [InlineData("Rma.Demo")]
    [InlineData("Rma.Chaos")]
    [InlineData("Rma.EndToEnd.Tests")]
    [InlineData("Rma.Policy")]
    [InlineData("Rma.EventSourcing")]
    public void Some_know_nothing_of_MassTransit(string assembly) =>
        Assert.DoesNotContain(Assembly.Load(assembly).GetReferencedAssemblies(), name =>
            name.Name!.StartsWith("MassTransit", StringComparison.Ordinal));

    [Fact]
    public void Only_one_project_knows_Marten()
    {
        var ours = Directory.GetFiles(AppContext.BaseDirectory, "Rma.*.dll")
            .Where(file => Path.GetFileName(file) != "Rma.EventSourcing.Marten.dll").ToArray();
        Assert.True(ours.Length > 10, $"only {ours.Length} assemblies of ours were looked at");
        Assert.All(ours.Select(Assembly.LoadFrom), assembly => Assert.DoesNotContain(
            assembly.GetReferencedAssemblies(), name => name.Name!.Split('.')[0] is "Marten" or "JasperFx" or "Weasel"));
        Assert.All(House.Services.Values, service =>
            Assert.DoesNotContain(service.GetReferencedAssemblies(), name => name.Name == "Rma.EventSourcing.Marten"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_program_is_short(string service) =>
        Assert.InRange(File.ReadAllLines(House.File("services", $"Rma.{service}", "Program.cs")).Length, 1, 20);

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_has_a_page_and_its_routes_to_try(string service)
    {
        Assert.True(File.Exists(House.File("services", $"Rma.{service}", "README.md")));
        Assert.True(File.Exists(House.File("services", $"Rma.{service}", $"{service}.http")));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_decision_is_static_and_pure_by_its_signature(string service)
    {
        var decisions = House.Services[service].GetTypes()
            .SelectMany(type => type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.Name == "Decide").ToArray();
        Assert.Equal(service == "Console", decisions.Length == 0); // the read side decides nothing
        Assert.All(decisions, decision =>
        {
            Assert.True(decision.IsStatic, $"{decision.DeclaringType}.Decide is not static");
            Assert.False(typeof(Task).IsAssignableFrom(decision.ReturnType), $"{decision.DeclaringType}.Decide waits for something");
        });
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Nothing_of_a_service_reads_claims_and_no_decision_knows_its_caller(string service)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
            | BindingFlags.DeclaredOnly;
        Assert.All(House.Services[service].GetTypes(), type =>
        {
            // Parameters, and what compiled lambdas keep.
            var taken = type.GetMethods(own).Cast<MethodBase>().Concat(type.GetConstructors(own))
                .SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType)
                .Concat(type.GetFields(own).Select(field => field.FieldType)).ToHashSet();
            Assert.False(taken.Contains(typeof(ClaimsPrincipal)), $"{type} takes claims; a route has a {nameof(ServiceDefaults.Caller)}");
            Assert.False(taken.Contains(typeof(ServiceDefaults.Caller)) && type.GetMethods(own).Any(method => method.Name == "Decide"),
                $"{type} decides with the caller; give it the account, the person or the site");
        });
    }

    [Fact]
    public void A_projection_only_writes_rows_and_a_reaction_writes_none()
    {
        Type[] database = [typeof(AmbientTransaction), typeof(Npgsql.NpgsqlDataSource)];
        var after = House.Services.Values.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsAbstract)
            .Select(type => (Type: type, Projects: Is(type, typeof(IInlineProjection<,>)), Reacts: Is(type, typeof(IReaction<,>))))
            .ToArray();
        Assert.Equal(House.Projections.Select(projection => projection.Name).Order(),
            after.Where(one => one.Projects).Select(one => RegisteredProjection.NameOf(one.Type)).Order());
        Assert.All(after.Where(one => one.Projects), one =>
        {
            Assert.False(one.Reacts, $"{one.Type} is a projection and a reaction: split it");
            // What it reads with: a projection has nothing to append, publish or ask with.
            Assert.All(Needs(one.Type), need => Assert.Contains(need, database));
        });
        // What a reaction writes is written by somebody else: another stream, the outbox, the notices.
        Assert.All(after.Where(one => one.Reacts), one => Assert.All(Needs(one.Type), need => Assert.DoesNotContain(need, database)));

        static bool Is(Type type, Type kind) =>
            type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == kind);
        static IEnumerable<Type> Needs(Type type) => type.GetConstructors(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType);
    }

    [Fact]
    public void A_table_is_written_by_one_projection_and_a_name_is_one_projection()
    {
        Assert.Equal(House.Projections.Count, House.Projections.Select(projection => projection.Name).Distinct().Count());
        var tables = House.Projections.SelectMany(projection => projection.Tables).Select(table => table.Name).ToArray();
        Assert.Equal(tables.Distinct(), tables);
    }

    [Fact]
    public void Stored_events_are_sealed_unchanging_and_not_contracts() => Assert.All(House.StoredEvents, stored =>
    {
        Assert.True(stored.Type.IsSealed, $"{stored.Type} is not sealed");
        Assert.Matches("^[a-z]+(_[a-z]+)*$", stored.Name);
        Assert.NotSame(House.Contracts, stored.Type.Assembly);
        Assert.All(stored.Type.GetProperties(), property => Assert.True(
            property.SetMethod is null || property.SetMethod.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
            $"{stored.Type}.{property.Name} can be set"));
    });

    [Fact]
    public void Every_event_of_a_stream_has_a_pinned_name()
    {
        var pinned = House.StoredEvents.Select(stored => stored.Type).ToHashSet();
        var events = House.Services.Values.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: false, BaseType.IsAbstract: true }
                && type.BaseType.Name.EndsWith("Event", StringComparison.Ordinal) && type.BaseType.BaseType == typeof(object));
        Assert.All(events, type => Assert.Contains(type, pinned));
    }

    [Fact]
    public void Names_say_what_things_are()
    {
        string[] banned = ["Manager", "Helper", "Util", "Common", "Data", "Info", "Dto", "Impl", "Processor"];
        var own = House.Services.Values.Append(House.Contracts).Append(typeof(UnitOfWork).Assembly)
            .Append(typeof(Policy.PolicyBook).Assembly).Append(typeof(EventSourcing.IEventStore).Assembly);
        Assert.All(own.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.FullName?.StartsWith("Rma.", StringComparison.Ordinal) == true
            && !type.Name.Contains('<', StringComparison.Ordinal)), type =>
            Assert.DoesNotContain(banned, word => type.Name.Contains(word, StringComparison.Ordinal)));
        Assert.All(House.Messages, message => Assert.False(message.Name.EndsWith("Event", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_route_says_whom_it_lets_in() => Assert.All(House.Applications, service =>
    {
        var routes = ((IEndpointRouteBuilder)service.Value).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .ToArray();
        Assert.NotEmpty(routes);
        Assert.All(routes, route =>
        {
            var open = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            // Without a credential only health checks and the document are accessible, and routes with a signed link, which carry their
            // own check.
            var link = route.Metadata.GetMetadata<ServiceDefaults.SignedLink>();
            if (link is not null) Assert.Contains(route.RoutePattern.Parameters, parameter => parameter.Name == "token");
            Assert.Equal(link is not null || route.RoutePattern.RawText!.StartsWith("/health", StringComparison.Ordinal)
                || route.RoutePattern.RawText == ServiceDefaults.ServiceDocument.Path, open);
            Assert.True(open || route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(allow => !string.IsNullOrEmpty(allow.Roles)),
                $"{service.Key} {route.DisplayName} names no role");
        });
    });

    [Fact]
    public void Every_message_has_a_consumer_or_is_news_for_whoever_cares()
    {
        var consumed = House.Services.Values.SelectMany(assembly => assembly.GetTypes()).SelectMany(Consumed).ToHashSet();
        var news = House.Applications.Values.Select(application => application.Services.GetRequiredService<OptionalSubscribers>())
            .ToArray();
        Assert.All(House.Messages.Where(IsMessage), message => Assert.True(
            consumed.Contains(message) || news.Any(public_ => public_.Contains(message)), $"{message} goes nowhere"));

        static IEnumerable<Type> Consumed(Type type) => type.GetInterfaces()
            .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IConsumer<>))
                .Select(face => face.GetGenericArguments()[0])
            .Concat(type.GetProperties().Select(property => property.PropertyType)
                .Where(kind => kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(Event<>))
                    .Select(kind => kind.GetGenericArguments()[0]));
        // What publishers and finance are told has queues of theirs.
        static bool IsMessage(Type type) => type.Namespace is not ("Rma.Contracts.Feed.V1" or "Rma.Contracts.Finance.V1")
            && (type.GetProperty("RmaId") is not null || type.GetProperty("Revision") is not null);
    }

    [Fact]
    public void The_broker_is_prepared_for_every_feed_queue_before_anything_starts()
    {
        var definitions = JsonNode.Parse(File.ReadAllText(House.File("deploy", "rabbitmq", "definitions.json")))!;
        var queues = definitions["queues"]!.AsArray().Select(queue => queue!["name"]!.GetValue<string>()).ToHashSet();
        var exchanges = definitions["exchanges"]!.AsArray().Select(exchange => exchange!["name"]!.GetValue<string>()).ToHashSet();
        string[] feeds = [.. Topology.OfPlatform.Feed.Messages.Select(message => message.Owner)];
        foreach (var (service, assembly) in House.Services)
        {
            var names = new KebabCaseEndpointNameFormatter(service.ToLowerInvariant(), false);
            foreach (var consumer in assembly.GetTypes().Where(type => type.IsClass))
            {
                foreach (var face in consumer.GetInterfaces()
                    .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IConsumer<>)))
                {
                    var message = face.GetGenericArguments()[0];
                    if (!feeds.Any(feed => message.Namespace == $"Rma.Contracts.{feed}.V1")) continue;
                    var queue = (string)typeof(IEndpointNameFormatter)
                        .GetMethod(nameof(IEndpointNameFormatter.Consumer))!.MakeGenericMethod(consumer).Invoke(names, null)!;
                    Assert.Contains(queue, queues);
                    Assert.Contains($"{message.Namespace}:{message.Name}", exchanges);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_pool_has_a_connection_for_everybody(string service)
    {
        var services = House.Applications[service].Services;
        var queues = House.Services[service].GetTypes()
            .Count(type => type.IsClass && type.GetInterfaces()
            .Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IConsumer<>)))
            + House.Services[service].GetTypes().Count(type => typeof(StateMachine).IsAssignableFrom(type)) + 1;
        var consumers = queues * services.GetRequiredService<MessagingOptions>().ConcurrentMessageLimit;
        var pool = new Npgsql.NpgsqlConnectionStringBuilder(services.GetRequiredService<Npgsql.NpgsqlDataSource>().ConnectionString)
            .MaxPoolSize;
        Assert.True(consumers + 15 <= pool,
            $"{queues} queues take {consumers} connections of {pool}; the dispatcher and HTTP need some too");
    }

    [Fact]
    public void Nothing_names_the_machine_it_was_written_on()
    {
        var sources = new[] { "services", "shared", "tests", "deploy", ".ci" }.SelectMany(folder =>
            Directory.GetFiles(House.File(folder), "*", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                && new FileInfo(file).Length < 500_000);
        var machine = string.Concat("/wo", "rk/");
        Assert.All(sources, file => Assert.DoesNotContain(machine, File.ReadAllText(file), StringComparison.Ordinal));
    }
}
