using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;
#if MARTEN
using Rma.EventSourcing.Marten;
#else
using Rma.EventSourcing.Npgsql;
#endif

namespace Rma.ServiceDefaults;

/// <summary>
/// The one place where the event store is chosen: by the build (<c>EventStore=Marten</c> or <c>Npgsql</c>), never automatically. A store
/// that cannot be restored fails the build; there is no silent fallback.
/// </summary>
internal static class EventStoreChoice
{
#if MARTEN
    /// <summary>The store of this build.</summary>
    public static string Description => MartenStore.Description;

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddEventStore(this IServiceCollection services) => services.AddMartenEventStore();
#else
    /// <summary>The store of this build.</summary>
    public static string Description => "straight SQL on Marten's tables (EventStore=Npgsql)";

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddEventStore(this IServiceCollection services) => services.AddScoped<IEventStore, NpgsqlEventStore>();
#endif
}
