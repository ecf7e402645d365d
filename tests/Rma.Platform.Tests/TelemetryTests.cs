using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rma.Messaging;
using Rma.ServiceDefaults;

namespace Rma.Platform.Tests;

/// <summary>Alerts and dashboards name metrics that there are, and the pages name the metrics and the alerts.</summary>
public sealed class TelemetryTests
{
    // Of the broker's plugin and of ASP.NET Core.
    private static readonly string[] OfOthers =
    [
        "rabbitmq_queue_messages", "rabbitmq_raft_term", "rabbitmq_raft_term_total", "up", "http_server_request_duration_seconds_bucket",
    ];

    private static readonly Lazy<IReadOnlyList<Instrument>> Instruments = new(All);

    private static string[] Dashboards => Directory.GetFiles(House.File("deploy", "telemetry", "grafana", "dashboards"), "*.json");

    private static IReadOnlyList<(string Name, string Expression)> Alerts =>
    [
        .. from rule in (List<object>)Rules[0]["rules"]
           let alert = (Dictionary<object, object>)rule
           select ((string)alert["alert"], (string)alert["expr"]),
    ];

    private static IReadOnlyList<Dictionary<object, object>> Rules =>
        [.. ((List<object>)ComposeTests.Read(File.ReadAllText(House.File("deploy", "telemetry", "alerts.yml")))["groups"])
            .Cast<Dictionary<object, object>>()];

    [Fact]
    public void An_alert_asks_for_metrics_that_exist()
    {
        Assert.Single(Rules);
        Assert.NotEmpty(Alerts);
        Assert.All(Alerts, alert => Assert.All(MetricsOf(alert.Expression), metric => Assert.Contains(metric, Known)));
    }

    [Fact]
    public void A_dashboard_shows_metrics_that_exist_and_each_panel_once()
    {
        Assert.Equal(2, Dashboards.Length);
        Assert.All(Dashboards, file =>
        {
            var dashboard = JsonNode.Parse(File.ReadAllText(file))!;
            var panels = dashboard["panels"]!.AsArray();
            Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
            Assert.Equal($"{dashboard["uid"]}.json", Path.GetFileName(file));
            var expressions = panels.SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!).ToArray();
            Assert.All(expressions, expression =>
            {
                Assert.NotEmpty(MetricsOf(expression));
                Assert.All(MetricsOf(expression), metric => Assert.Contains(metric, Known));
            });
        });
    }

    [Fact]
    public void Every_business_metric_is_on_the_business_dashboard()
    {
        var dashboard = File.ReadAllText(House.File("deploy", "telemetry", "grafana", "dashboards", "rma-business.json"));
        Assert.All(Instruments.Value.Where(instrument => instrument.Meter.Name == "Rma.Console"), instrument =>
            Assert.Contains(PrometheusName(instrument), dashboard, StringComparison.Ordinal));
    }

    [Fact]
    public void An_alert_asks_for_kinds_that_exist()
    {
        var asked = from alert in Alerts
                    from Match match in Regex.Matches(alert.Expression, "(?<metric>[a-z_]+)\\{kind=~?\"(?<kinds>[^\"]+)\"")
                    from kind in match.Groups["kinds"].Value.Split('|')
                    select (Metric: match.Groups["metric"].Value, Kind: kind);
        Assert.NotEmpty(asked);
        Assert.All(asked, one => Assert.Contains(one.Kind, one.Metric == "rma_stuck" ? StuckItem.Kinds : SecurityKinds.All));
    }

    [Fact]
    public void The_operators_page_names_every_metric()
    {
        var page = File.ReadAllText(House.File("shared", "docs", "operations.md"));
        Assert.All(Instruments.Value, instrument => Assert.Contains($"`{instrument.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alert_has_its_section_on_the_page_and_every_section_its_alert()
    {
        var sections = Regex.Split(File.ReadAllText(House.File("shared", "docs", "alerts.md")), "^## ", RegexOptions.Multiline)[1..];
        Assert.Equal(Alerts.Select(alert => alert.Name).Order(), sections.Select(section => section.Split('\n')[0]).Order());
        Assert.All(sections, section => Assert.All(["**Means**:", "**Look at**:", "**Do**", "**Do not**"], part =>
            Assert.Contains(part, section, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sum by (le) (rate(a_total{x=\"b\"}[1m])) / on (c) d_seconds > 0.5", "a_total d_seconds")]
    [InlineData("a unless a offset 10m or absent(b)", "a b")]
    public void Metrics_are_read_from_an_expression(string expression, string metrics) =>
        Assert.Equal(metrics.Split(' '), MetricsOf(expression));

    private static IEnumerable<string> Known => Instruments.Value.Select(PrometheusName).Concat(OfOthers);

    // As the collector's Prometheus exporter writes it: dots become underscores, the unit and what only rises are said at the end.
    private static string PrometheusName(Instrument instrument) => instrument.Name.Replace('.', '_') + instrument.Unit switch
    {
        "s" => "_seconds",
        { } unit when unit.StartsWith('{') => "",
        var unit => throw new InvalidOperationException($"{instrument.Name}: how does Prometheus write the unit '{unit}'?"),
    } + (instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) ? "_total" : "");

    private static string[] MetricsOf(string expression)
    {
        var names = Regex.Replace(expression, "\"[^\"]*\"|\\{[^}]*\\}|\\[[^\\]]*\\]|\\b(by|without|on|ignoring) *\\([^)]*\\)", " ");
        return [.. Regex.Matches(names, @"(?<![\w:.])[a-zA-Z_:][\w:]*\b(?! *\()").Select(match => match.Value)
            .Except(["and", "or", "unless", "offset"]).Distinct()];
    }

    // Whatever makes a meter is made: those of a type, and those of what the services hold once.
    private static List<Instrument> All()
    {
        const BindingFlags fields = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public
            | BindingFlags.DeclaredOnly;
        var makers = House.Services.Values.Concat([typeof(MessagingMetrics).Assembly, typeof(SecurityKinds).Assembly])
            .SelectMany(assembly => assembly.GetTypes()).Where(type => !type.ContainsGenericParameters
                && type.GetFields(fields).Any(field => field.FieldType == typeof(Meter)));
        foreach (var maker in makers)
        {
            RuntimeHelpers.RunClassConstructor(maker.TypeHandle);
            foreach (var application in House.Applications.Values) application.Services.GetService(maker);
        }

        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("Rma.", StringComparison.Ordinal)) found.Add(instrument);
        };
        listener.Start();
        Assert.True(found.Count > 15, $"only {found.Count} instruments were found");
        return [.. found.DistinctBy(instrument => instrument.Name)];
    }
}
