using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Rma.Issuance.Webhooks;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>Documents, notices and webhooks for the requester.</summary>
public sealed class PaperCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    [Rule("D4/55", Shows.Accepted)]
    [Rule("D4/55", Shows.Refused)]
    public async Task Papers_carry_the_number_its_code_and_the_data_notice_where_a_drive_is_involved()
    {
        await issuance.Sold("PAPER-1", sku: "NVR-1");
        await issuance.Sold("PAPER-2");
        var recorder = await Number("PAPER-1");
        var camera = await Number("PAPER-2");
        foreach (var paper in new[] { "document", "label" })
        {
            using var http = issuance.As("partner");
            using var pdf = await http.GetAsync(new Uri($"/rmas/{recorder}/{paper}.pdf", UriKind.Relative));
            Assert.Equal(("application/pdf", HttpStatusCode.OK), (pdf.Content.Headers.ContentType!.MediaType, pdf.StatusCode));
            Assert.Equal("%PDF-"u8.ToArray(), (await pdf.Content.ReadAsByteArrayAsync())[..5]);
            var html = (await issuance.Get("partner", $"/rmas/{recorder}/{paper}.html")).Text;
            Assert.Contains(recorder, html, StringComparison.Ordinal);
            Assert.Contains("<svg", html, StringComparison.Ordinal);
            Assert.Equal(404, (await issuance.Get("partner-2", $"/rmas/{recorder}/{paper}.html")).Status);
        }

        Assert.Contains("Data loss", (await issuance.Get("partner", $"/rmas/{recorder}/document.html")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Data loss", (await issuance.Get("partner", $"/rmas/{camera}/document.html")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_serial_number_is_text_on_the_paper()
    {
        await issuance.Sold("<b>PAPER-X</b>");
        var number = await Number("<b>PAPER-X</b>");
        var html = (await issuance.Get("partner", $"/rmas/{number}/document.html")).Text;
        Assert.Contains("&lt;b&gt;PAPER-X&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>PAPER-X", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_become_notices_of_their_own_account()
    {
        await issuance.Sold("NOTE-1");
        await issuance.Sold("NOTE-2", daysAgo: 120);
        var number = await Number("NOTE-1");
        await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "NOTE-2" } });
        var authorized = (await issuance.Get("partner", $"/notices?rmaNumber={number}")).Body!.AsArray().Single()!;
        Assert.Equal(("authorized", $"{number}: your return is authorized"),
            (authorized["kind"]!.GetValue<string>(), authorized["subject"]!.GetValue<string>()));
        Assert.Contains("prepay the freight", authorized["body"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(authorized["details"]!["validThrough"]);
        Assert.Null(authorized["details"]!["amount"]);
        var denied = (await issuance.Get("partner", "/notices?kind=denied")).Body!.AsArray()[0]!["details"]!;
        Assert.False(denied["items"]![0]!["authorized"]!.GetValue<bool>());
        Assert.NotNull(denied["code"]);
        Assert.Empty((await issuance.Get("partner-2", "/notices")).Body!.AsArray());
    }

    [Theory]
    [InlineData("http://example.org/hook", "webhook.host-not-allowed")]
    [InlineData("https://example.org/hook", "webhook.host-not-allowed")]
    [InlineData("https://user:secret@127.0.0.1/hook", "webhook.url-malformed")]
    [InlineData("ftp://127.0.0.1/hook", "webhook.url-malformed")]
    [InlineData("/hook", "webhook.url-malformed")]
    public async Task A_webhook_points_only_where_the_operator_lets_it(string url, string code) =>
        Assert.Equal((400, code), await issuance.Post("partner", "/webhooks", new { url }) is var answer ? (answer.Status, answer.Code)
            : default);

    [Fact]
    public async Task News_is_signed_sent_again_after_a_failure_and_can_be_replayed()
    {
        var received = new ConcurrentQueue<(string Signature, string Body)>();
        var fail = true;
        await using var receiver = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]).Build();
        receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            received.Enqueue((request.Headers["X-Rma-Signature"].ToString(), await reader.ReadToEndAsync()));
            return fail ? Results.StatusCode(500) : Results.NoContent();
        });
        await receiver.StartAsync();
        var address = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        var made = await issuance.Post("partner", "/webhooks", new { url = $"{address}/hook", kinds = new[] { "authorized" } });
        var (id, secret) = (made.Body!["webhookId"]!.GetValue<string>(), made.Body["secret"]!.GetValue<string>());
        await issuance.Sold("HOOK-1");
        var number = await Number("HOOK-1");
        await Wait.Until(() => Task.FromResult(!received.IsEmpty), "the first attempt");
        fail = false;
        var delivered = await Wait.Until(
            () => issuance.Get("partner", $"/webhook-deliveries?webhookId={id}"), answer =>
                answer.Body?[0]?["state"]?.GetValue<string>() == "delivered", "the delivery", 60);
        var (signature, body) = received.Last();
        Assert.Contains(number, body, StringComparison.Ordinal);
        var item = System.Text.Json.Nodes.JsonNode.Parse(body)!["details"]!["items"]!.AsArray().Single()!;
        Assert.Equal(("HOOK-1", true), (item["item"]!.GetValue<string>(), item["authorized"]!.GetValue<bool>()));
        var at = signature.Split(',')[0][2..];
        Assert.Equal(signature.Split(',')[1][3..],
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}"))));

        Assert.Equal(received.Count, delivered.Body![0]!["attempts"]!.GetValue<int>()); // C7: every POST is an attempt

        var before = received.Count;
        Assert.Equal(404, (await issuance.Post("partner-2", $"/webhook-deliveries/{delivered.Body![0]!["deliveryId"]}/replay", new { }))
            .Status);
        Assert.Equal(202, (await issuance.Post("partner", $"/webhook-deliveries/{delivered.Body![0]!["deliveryId"]}/replay", new { }))
            .Status);
        await Wait.Until(() => Task.FromResult(received.Count > before), "the replay");
        Assert.Equal(body, received.Last().Body);
        Assert.DoesNotContain(secret, (await issuance.Get("partner", "/webhooks")).Text, StringComparison.Ordinal);
        Assert.Empty((await issuance.Get("partner-2", "/webhooks")).Body!.AsArray());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(8, 640)]
    [InlineData(14, 28_800)]
    public void Pauses_double_up_to_eight_hours(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookSender.PauseAfter(attempts));

    private async Task<string> Number(string serial)
    {
        var answer = await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { serial } });
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Body!["rmaNumber"]!.GetValue<string>();
    }
}
