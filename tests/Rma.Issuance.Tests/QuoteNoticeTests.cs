using Microsoft.Extensions.Configuration;
using Rma.Issuance.Notices;

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
    }

    [Theory]
    [InlineData(null)]
    [InlineData("returns.example.com")]
    [InlineData("/quote-links")]
    public void C8_without_a_public_address_production_does_not_start(string? address) =>
        Assert.Throws<InvalidOperationException>(() => PublicAddress.From(With(address), isDevelopment: false));
}
