using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;
#if MARTEN
using Rma.EventSourcing.Marten;
#else
using Rma.EventSourcing.Npgsql;
#endif

namespace Rma.ServiceDefaults;

/// <summary>
/// The one place where the event store is chosen: by the build (<c>EventStore=Marten</c> or <c>Npgsql</c>), never by itself. A store that
/// cannot be restored fails the build; another one never takes its place unasked.
/// </summary>
internal static class EventStoreChoice
{
#if MARTEN
    /// <summary>Which store this build has.</summary>
    public static string Description => MartenStore.Description;

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddEventStore(this IServiceCollection services) => services.AddMartenEventStore();
#else
    /// <summary>Which store this build has.</summary>
    public static string Description => "straight SQL on Marten's tables (EventStore=Npgsql)";

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddEventStore(this IServiceCollection services) => services.AddScoped<IEventStore, NpgsqlEventStore>();
#endif
}
