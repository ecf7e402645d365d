using Rma.Contracts.Credit.V1;
using Microsoft.Extensions.Configuration;
using Rma.Issuance.Notices;
using Rma.Issuance.Webhooks;

namespace Rma.Issuance.Tests;

public sealed class QuoteNoticeTests
{
    private static IConfiguration With(string? address) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Http:PublicAddress", address)]).Build();

    [Theory]
    [InlineData("https://returns.example.com")]
    [InlineData("https://returns.example.com/")]
    public void C8_a_quote_is_answered_under_the_public_address(string address) =>
        Assert.Equal("https://returns.example.com/quote-links/x",
            PublicAddress.From(With(address), isDevelopment: false).LinkTo("/quote-links/x"));

    [Fact]
    public void C8_a_link_to_somewhere_else_never_gets_into_a_notice() => Assert.Equal(
        "https://returns.example.com/",
        PublicAddress.From(With("https://returns.example.com"), isDevelopment: false).LinkTo("https://elsewhere.example/quote-links/x"));

    [Fact]
    public void C8_a_notice_shows_the_link_and_the_amount_as_it_is_paid()
    {
        var body = Notice.QuoteWaiting(1, 145.5m, "USD", "https://returns.example.com/quote-links/x").Body;
        Assert.Contains("https://returns.example.com/quote-links/x", body, StringComparison.Ordinal);
        Assert.Contains("USD 145.50", body, StringComparison.Ordinal);
        Assert.Contains("JPY 100", Notice.QuoteWaiting(1, 100m, "JPY", "x").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void S6_the_link_is_for_the_addressee_only()
    {
        var body = Notice.QuoteWaiting(1, 145.5m, "USD", "https://returns.example.com/quote-links/AAaa-_09").Body;
        var shown = NoticeBoard.WithoutSecrets(body);
        Assert.DoesNotContain("AAaa", shown, StringComparison.Ordinal);
        Assert.Equal(body.Replace("AAaa-_09", "[for the addressee only]", StringComparison.Ordinal), shown);

        var notice = Notice.QuoteWaiting(1, 145.5m, "USD", "https://returns.example.com/quote-links/AAaa-_09");
        var stored = new StoredNotice(
            Guid.CreateVersion7(), notice.Kind, "ACC-1", null, null, null, null, notice.Subject, body, [], default,
            notice.Details.Serialize());
        Assert.Equal("https://returns.example.com/quote-links/AAaa-_09", stored.Shown(toAddressee: true).Details!.Link);
        Assert.Null(stored.Shown(toAddressee: false).Details!.Link);
        Assert.Null((stored with { Details = null }).Shown(toAddressee: false).Details);
    }

    [Fact]
    public void A_program_reads_amount_currency_and_what_they_are_made_of()
    {
        var quote = NoticeDetails.Read(
            Notice.QuoteWaiting(3, 120.00m, "USD", "https://returns.example.com/quote-links/x").Details.Serialize())!;
        Assert.Equal((120.00m, "120.00", "USD", 3), (quote.Amount, quote.AmountText, quote.Currency, quote.QuoteVersion));
        var credit = NoticeDetails.Read(Notice.CreditIssued(new CreditIssued(
            Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "RMA-222222-2", 1, "ACC-1", "SN-1",
            "INV-1", 91.50m, "USD", [new("price", 100.00m), new("restocking-fee", -8.50m)], default, default, "2026-01", ["C1"]))
            .Details.Serialize())!;
        Assert.Equal(("91.50", "INV-1"), (credit.AmountText, credit.InvoiceId));
        Assert.Equal(["price 100.00", "restocking-fee -8.50"], credit.Lines!.Select(line => $"{line.Kind} {line.AmountText}"));
        var shipped = NoticeDetails.Read(Notice.ShippedBack("DHL", "1Z 9").Details.Serialize())!;
        Assert.Equal(("DHL", "1Z 9", null), (shipped.Carrier, shipped.TrackingNumber, shipped.Amount));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("returns.example.com")]
    [InlineData("/quote-links")]
    public void C8_without_a_public_address_production_does_not_start(string? address) =>
        Assert.Throws<InvalidOperationException>(() => PublicAddress.From(With(address), isDevelopment: false));
}
