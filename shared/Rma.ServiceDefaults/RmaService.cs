using System.Globalization;
using System.Reflection;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Rma.EventSourcing;
using Rma.EventSourcing.Marten;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>Builds one service of the platform: storage, bus, telemetry, security, problems, health, and the service's own parts.</summary>
public static class RmaService
{
    /// <summary>Database connections of one process; the limits of the role and the server are based on it.</summary>
    internal const int DatabasePool = 55;

    /// <summary>The part reserved for HTTP requests, the dispatcher and the watchdog; the queues share the rest.</summary>
    internal const int PoolForOthers = 15;

    /// <summary>A service that is ready to run.</summary>
    /// <param name="name">Short name: prefix of queues, name of the schema.</param>
    /// <param name="args">Command line; <c>--Section:Key=value</c> overrides configuration.</param>
    /// <param name="setUp">The service's own streams, consumers and routes.</param>
    public static WebApplication Build(string name, string[] args, Action<ServiceSetup> setUp)
    {
        HealthCommand.EndIfAsked(args);
        // Logs, refusals and notices read the same on every machine.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        // Settings are read once; a change needs a restart, so no file watchers are used.
        string[] settings = [.. args, "--hostBuilder:reloadConfigOnChange=false"];
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = settings, ApplicationName = setUp.Method.DeclaringType!.Assembly.GetName().Name });
        var mounted = new MountedSettings(builder.Configuration);
        mounted.AddTo(builder.Configuration);
        builder.RefuseUnsafeTransport();
        DapperTypes.Register();
        var setup = new ServiceSetup(builder);
        setUp(setup);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 262_144;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16_384;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(40));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => StrictJson.Apply(json.SerializerOptions));
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Complete).AddExceptionHandler<ProblemHandler>();
        builder.Services.AddTimeLimits().AddServiceDocument(name);
        builder.AddTelemetry(name);
        builder.AddSecurity();
        builder.Services.AddScoped<DeadLetterReplay>().AddScoped<StuckItemRetrier>().AddHostedService<StuckWatch>()
            .AddHostedService<DeadLetterRetention>();
        AddStorage(builder, mounted, name, setup);
        setup.Register(Options(builder.Configuration, mounted, name) with
        {
            Topology = setup.Topology, Certificates = builder.AddCertificates(),
        });
        builder.Services.AddSingleton<BusHealth>().AddSingleton<DatabaseHealth>().AddHealthChecks()
            .AddCheck<DatabaseHealth>("database").AddCheck<BusHealth>("bus").AddCheck<ApiKeysHealth>("keys")
            .AddCheck<HistoryHealth>("history").AddCheck<TopologyHealth>("topology");

        var app = builder.Build();
        UseForwardedHeaders(app, builder.Configuration);
        app.UseAnswerHeaders().UseMiddleware<SecurityWatch>().UseExceptionHandler().UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication().UseMiddleware<RequestLimits>().UseAuthorization();
        app.UseRequestTimeouts();
        setup.Use(app);
        app.UseWhen(context => !ForwardedRoute.IsOf(context), UseOwnReading);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Name is "database" or "bus" or "keys" or "history" or "topology",
            ResponseWriter = TransportTrust.Tell,
        }).AllowAnonymous();
        app.MapPlatform();
        setup.MapRoutes(app);
        app.Lifetime.ApplicationStopped.Register(() => Environment.ExitCode = ExitCode.Of(app.Services.GetServices<IHostedService>()));
        return app;
    }

    // Behind a reverse proxy every client has the proxy's address and its scheme; X-Forwarded-For and -Proto are only trusted from there.
    private static void UseForwardedHeaders(WebApplication app, IConfiguration configuration)
    {
        var networks = ForwardedFrom.Networks(configuration);
        if (networks.Count == 0) return;
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in networks) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(forwarded);
    }

    // What is forwarded is read where it is answered.
    private static void UseOwnReading(IApplicationBuilder app)
    {
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal), UsePostgresCircuit);
        app.UseWhen(context => !PageRoute.IsOf(context), UseRequests);
    }

    // A page reads its own address and forms.
    private static void UseRequests(IApplicationBuilder app)
    {
        app.UseRequestReading();
        app.UseCommands();
    }

    private static void UsePostgresCircuit(IApplicationBuilder app)
    {
        var circuit = app.ApplicationServices.GetRequiredService<PostgresCircuit>();
        app.Use((request, next) => circuit.Run(async _ => await next(request), request.RequestAborted));
    }

    private static MessagingOptions Options(IConfiguration configuration, MountedSettings mounted, string name) => new()
    {
        Service = name,
        RabbitMq = mounted.ConnectionString("RabbitMq"),
        FeedUsers = configuration.GetSection("Messaging:FeedUsers").Get<string[]>() ?? ["feed"],
        FeedOwners = configuration.GetSection("Messaging:FeedOwners").Get<Dictionary<string, string>>() ?? [],
        Users = configuration.GetSection("Messaging:Users").Get<Dictionary<string, string>>() ?? [],
        SigningKeyFile = configuration["Messaging:SigningKeyFile"],
        SenderKeysFile = configuration["Messaging:SenderKeysFile"],
        AcceptUnsignedUntil = configuration.GetValue<DateTimeOffset?>("Messaging:AcceptUnsignedUntil"),
        HistoryKeysFile = configuration["History:KeysFile"],
        SealEvery = configuration.GetValue("History:SealEvery", TimeSpan.FromSeconds(10)),
        TopologyEvery = configuration.GetValue("Messaging:TopologyEvery", TimeSpan.FromSeconds(30)) is var every
            && every >= TimeSpan.FromSeconds(1) && every <= TimeSpan.FromHours(1) ? every
            : throw new InvalidOperationException("Messaging:TopologyEvery is a second to an hour."),
    };

    private static void AddStorage(WebApplicationBuilder builder, MountedSettings mounted, string name, ServiceSetup setup)
    {
        var connectionString = mounted.ConnectionString("Postgres");
        builder.Services.AddSingleton(services =>
        {
            // No code leaves settings or locks of the session on a connection, so the pool does not need to reset connections. After a
            // restart of the database all pools reconnect at once, and a small server needs seconds for so many logins: with a shorter
            // timeout all of them would be abandoned and begun again. Idle connections are kept by TCP: the driver's own keepalive blocks a
            // thread and the connection for as long as a silent database gives no answer.
            var source = new NpgsqlDataSourceBuilder(connectionString())
            {
                ConnectionStringBuilder =
                {
                    Password = null, HostRecheckSeconds = 2, SearchPath = name, ApplicationName = $"rma-{name}",
                    MaxPoolSize = DatabasePool, Timeout = 10,
                    CommandTimeout = 10, CancellationTimeout = 500, TcpKeepAlive = true, TcpKeepAliveTime = 15, TcpKeepAliveInterval = 5,
                    MaxAutoPrepare = 100, NoResetOnClose = true,
                    GssEncryptionMode = GssEncryptionMode.Disable,
                    // With a million rows stored, plans look costly enough to be compiled: that takes a hundred times as long as they do.
                    Options = "-c statement_timeout=10s -c idle_in_transaction_session_timeout=30s -c jit=off",
                },
            };
            source.UsePasswordProvider(
                _ => Password(connectionString()), (_, _) => ValueTask.FromResult(Password(connectionString())));
            source.Trust(services.GetRequiredService<Certificates>());
            return source.Build();
        });
        var clock = new PlatformClock(builder.Environment.IsDevelopment());
        builder.Services.AddSingleton(clock).AddSingleton<TimeProvider>(clock);
        builder.Services.AddMartenEventStore();
        Assembly[] migrations = [typeof(IEventStore).Assembly, typeof(UnitOfWork).Assembly, .. setup.Migrations];
        var atStart = builder.Configuration.GetValue("Schema:AtStart", SchemaAtStart.Migrate);
        builder.Services.AddSingleton(services => new SchemaOwner(
            services.GetRequiredService<NpgsqlDataSource>(), builder.Configuration.GetConnectionString("Migration"), name,
            services.GetRequiredService<Certificates>()));
        builder.Services.AddSingleton(services => new ServiceSchema(
            name, migrations, [.. services.GetServices<IEventStoreSchema>()], atStart, services.GetRequiredService<SchemaOwner>(),
            builder.Environment.IsDevelopment()));
        // The first of all, whatever was registered before: nobody else opens a connection while there is no schema.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, SchemaStart>());
    }

    private static string Password(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Password ?? "";

    // Status codes without a body (404, 405, 415, 401, 403, …) become problems with a code as well.
    private static void Complete(ProblemDetailsContext context)
    {
        if (System.Diagnostics.Activity.Current is { } activity) context.ProblemDetails.Extensions["traceId"] = activity.TraceId.ToString();
        if (context.ProblemDetails.Extensions.TryGetValue("code", out var given))
        {
            SecurityNotes.Of(context.HttpContext).Code = given as string;
            return;
        }

        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        var code = status switch
        {
            401 => "request.not-authenticated", 403 => "request.not-allowed", 404 => "route.not-found", 405 => "route.method-not-allowed",
            415 => "request.unsupported-media-type", 503 => "request.timed-out", _ => "request.failed",
        };
        if (status == 503) context.HttpContext.Response.Headers.RetryAfter = "1";
        context.ProblemDetails.Type = $"urn:rma:problem:{code}";
        context.ProblemDetails.Title = Problems.TitleOf(status);
        context.ProblemDetails.Extensions["code"] = SecurityNotes.Of(context.HttpContext).Code = code;
    }
}

/// <summary>
/// Ready when the bus has been connected once since the start. A later broker outage is only degraded, because commands are still accepted
/// into the outbox.
/// </summary>
internal sealed class BusHealth(IBusControl bus, Certificates certificates) : IHealthCheck
{
    private bool wasUp;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var up = bus.CheckHealth().Status == BusHealthStatus.Healthy;
        wasUp |= up;
        var fault = certificates.FaultOf(Certificates.Broker) is { } reason ? $" The broker is not believed: {reason}." : "";
        return Task.FromResult(up ? HealthCheckResult.Healthy()
            : wasUp ? HealthCheckResult.Degraded($"The broker is away; messages wait in the outbox.{fault}")
            : HealthCheckResult.Unhealthy($"The bus has not started yet.{fault}"));
    }
}
