using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>The parts of the platform, for the rules about them. The services are built but not started: no server is needed.</summary>
internal static class House
{
    private static readonly string[] Nowhere =
        ["--environment=Development", "--ConnectionStrings:Postgres=Host=nowhere", "--ConnectionStrings:RabbitMq=amqp://a:b@nowhere/rma",
            "--Logging:LogLevel:Default=None"];

    /// <summary>By the project's name without <c>Rma.</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Assembly> Services =
        Topology.OfPlatform.Services.ToDictionary(service => service.ShortProject, service => Assembly.Load(service.Project));

    private static readonly Lazy<IReadOnlyDictionary<string, WebApplication>> Built = new(() =>
        Services.ToDictionary(service => service.Key, service => Build(service.Key, service.Value)));

    public static readonly Assembly Contracts = typeof(Contracts.Issuance.V1.RmaIssued).Assembly;

    public static IReadOnlyDictionary<string, WebApplication> Applications => Built.Value;

    public static IEnumerable<Type> Messages =>
        Contracts.GetExportedTypes().Where(type => type.Namespace!.EndsWith(".V1", StringComparison.Ordinal));

    /// <summary>The record that is published to an exchange.</summary>
    public static Type TypeOf(string exchange) => Contracts.GetType(exchange.Replace(':', '.'), throwOnError: true)!;

    /// <summary>Every registered projection of every service.</summary>
    public static IReadOnlyList<RegisteredProjection> Projections =>
        [.. Applications.Values.SelectMany(application => ReadModels.Of(application.Services))];

    /// <summary>Every stored event of every service with its pinned name.</summary>
    public static IEnumerable<(string Service, string Name, Type Type)> StoredEvents =>
        from application in Applications
        from pin in application.Value.Services.GetRequiredService<EventNames>().All
        orderby application.Key, pin.Key
        select (application.Key, pin.Key, pin.Value);

    private static WebApplication Build(string name, Assembly service) =>
        (WebApplication)service.GetType($"Rma.{name}.{name}Service", throwOnError: true)!.GetMethod("Build")!.Invoke(null, [Nowhere])!;

    public static string File(params string[] parts) => Path.Combine([Servers.Root, .. parts]);
}
