using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; spans also as JSON lines into
/// <c>Telemetry:SpanFolder</c> when that is set, so that a trace can be read without a collector.
/// </summary>
internal static class Telemetry
{
    private static string? Version =>
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        var overOtlp = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource =>
            resource.AddService($"rma-{service}", serviceVersion: Version));
        telemetry.WithTracing(traces =>
        {
            traces.AddSource("MassTransit", MessagingMetrics.Name, StreamTrace.Source.Name)
                .AddAspNetCoreInstrumentation(http =>
                {
                    http.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
                    http.EnrichWithHttpRequest = WithholdKeys;
                });
            if (overOtlp) traces.AddOtlpExporter();
            if (builder.Configuration["Telemetry:SpanFolder"] is { Length: > 0 } folder)
                traces.AddProcessor(new BatchActivityExportProcessor(
                    new SpanFolderExporter(folder, service), scheduledDelayMilliseconds: 500));
        });
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(
                MessagingMetrics.Name, SecurityLog.Meter, "MassTransit", "Npgsql", "Microsoft.AspNetCore.Hosting", "System.Runtime");
            if (overOtlp) metrics.AddOtlpExporter();
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        // The log records what happens to returns. Requests are in the traces; failed messages are in the dead letters with their reason.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning)
            .AddFilter("MassTransit.ReceiveTransport", LogLevel.Critical)
            // Who was refused is written whatever else is.
            .AddFilter(SecurityLog.Category, LogLevel.Information);
        if (overOtlp) builder.Logging.AddOpenTelemetry(logs => logs.AddOtlpExporter());
    }

    /// <summary>
    /// Below <c>/quote-links</c> the path is a credential: readers of a trace must not be able to answer a quote with it.
    /// </summary>
    private static void WithholdKeys(Activity span, HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/quote-links", StringComparison.OrdinalIgnoreCase))
            span.SetTag("url.path", "/quote-links/withheld");
    }
}

/// <summary>Spans as JSON lines, one file per process: two replicas must not write into the same file.</summary>
internal sealed class SpanFolderExporter : BaseExporter<Activity>
{
    private readonly string file;
    private readonly string service;

    public SpanFolderExporter(string folder, string service)
    {
        Directory.CreateDirectory(folder);
        (file, this.service) = (Path.Combine(folder, $"{service}-{Environment.ProcessId}.jsonl"), service);
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        var lines = new List<string>();
        foreach (var span in batch)
        {
            lines.Add(JsonSerializer.Serialize(new
            {
                service, trace = span.TraceId.ToString(), span = span.SpanId.ToString(), parent = span.ParentSpanId.ToString(),
                name = span.DisplayName, kind = span.Kind.ToString(), start = span.StartTimeUtc,
                ms = Math.Floor(span.Duration.TotalMilliseconds * 100) / 100,
                links = span.Links.Select(link => link.Context.TraceId.ToString()).ToArray(),
                tags = span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value?.ToString()),
            }));
        }

        try
        {
            File.AppendAllLines(file, lines);
            return ExportResult.Success;
        }
        catch (IOException)
        {
            return ExportResult.Failure;
        }
    }
}
