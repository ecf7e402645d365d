using Npgsql;
using Rma.Console.Door;
using Rma.Console.Facts;
using Rma.Console.Figures;
using Rma.Console.Find;
using Rma.Console.Live;
using Rma.Console.Metrics;
using Rma.Console.Pages;
using Rma.Console.Rebuilds;
using Rma.Console.Returns;
using Rma.Console.SignIn;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Console;

/// <summary>
/// The read side: what people and partner systems look for, made of what the other services tell. It decides nothing and owns no fact.
/// </summary>
public static class ConsoleService
{
    /// <summary>The configured service.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("console", args, SetUp);

    private static void SetUp(ServiceSetup service)
    {
        var signIn = new SignInSettings(service.Configuration, service.IsDevelopment);
        if (signIn.IsOn) service.AddPages(signIn);
        service.Services.AddSingleton(PolicyBook.Load()).AddSingleton<PolicyDays>().AddSingleton<Ageing>().AddSingleton<ReadSide>();
        service.Services.AddSingleton<AnswerMemory>().AddScoped<ReturnFigureReader>().AddScoped<EventFigureReader>()
            .AddScoped<ReturnReader>().AddScoped<ReturnCsv>().AddScoped<Finder>();
        service.Services.AddScoped<RebuildDesk>().AddScoped<RebuildFolding>().AddHostedService<Rebuilder>();
        service.Services.AddSingleton<ChangeTable>().AddSingleton<LiveChanges>()
            .AddHostedService(services => services.GetRequiredService<LiveChanges>());
        service.Services.AddHttpForwarder().AddSingleton<DoorSettings>().AddSingleton<Forwarding>()
            .AddSingleton<MatcherPolicy, DoorPolicy>();
        service.Services.AddSingleton<FactCounters>().AddSingleton<ReturnGauges>()
            .AddHostedService(services => services.GetRequiredService<ReturnGauges>());
        service.Services.AddSingleton<HeardMessages>(services => (of, cancellationToken) =>
            HeardOfService.Read(services.GetRequiredService<NpgsqlDataSource>(), of, cancellationToken));
        service.Meter(ReturnGauges.MeterName);
        service
            .MigrationsOf<Listener>()
            .Consumer<ListenerConsumer, Facts.Fact, Listener>()
            .Consumer<PastToldConsumer>()
            .Routes(routes =>
            {
                routes.MapReturns();
                routes.MapLive();
                routes.MapFind();
                routes.MapFigures();
                routes.MapRebuilds();
                routes.MapDoor();
                if (signIn.IsOn) routes.MapPages(signIn);
                if (signIn.IsOpenToOthers)
                    routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Rma.Console.SignIn").DoorIsOpenToOthers();
            });
    }
}
