using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>The parts of the platform, for the rules about them. The services are built but not started: no server is needed.</summary>
internal static class House
{
    private static readonly string[] Nowhere =
        ["--environment=Development", "--ConnectionStrings:Postgres=Host=nowhere", "--ConnectionStrings:RabbitMq=amqp://a:b@nowhere/rma",
            "--Logging:LogLevel:Default=None"];

    private static readonly Lazy<IReadOnlyDictionary<string, WebApplication>> Built = new(() => new Dictionary<string, WebApplication>
    {
        ["Issuance"] = Issuance.IssuanceService.Build(Nowhere), ["Receiving"] = Receiving.ReceivingService.Build(Nowhere),
        ["Repair"] = Repair.RepairService.Build(Nowhere), ["Credit"] = Credit.CreditService.Build(Nowhere),
    });

    public static readonly IReadOnlyDictionary<string, Assembly> Services = new Dictionary<string, Assembly>
    {
        ["Issuance"] = typeof(Issuance.IssuanceService).Assembly, ["Receiving"] = typeof(Receiving.ReceivingService).Assembly,
        ["Repair"] = typeof(Repair.RepairService).Assembly, ["Credit"] = typeof(Credit.CreditService).Assembly,
    };

    public static readonly Assembly Contracts = typeof(Contracts.Issuance.V1.RmaIssued).Assembly;

    public static IReadOnlyDictionary<string, WebApplication> Applications => Built.Value;

    public static IEnumerable<Type> Messages =>
        Contracts.GetExportedTypes().Where(type => type.Namespace!.EndsWith(".V1", StringComparison.Ordinal));

    /// <summary>Every registered projection of every service.</summary>
    public static IReadOnlyList<RegisteredProjection> Projections =>
        [.. Applications.Values.SelectMany(application => ReadModels.Of(application.Services))];

    /// <summary>Every stored event of every service with its pinned name.</summary>
    public static IEnumerable<(string Service, string Name, Type Type)> StoredEvents =>
        from application in Applications
        from pin in application.Value.Services.GetRequiredService<EventNames>().All
        orderby application.Key, pin.Key
        select (application.Key, pin.Key, pin.Value);

    public static string File(params string[] parts) => Path.Combine([Servers.Root, .. parts]);
}
