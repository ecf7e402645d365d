using System.Buffers.Text;
using Microsoft.Extensions.Configuration;
using Rma.Repair.RepairJobs;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class QuoteLinksTests
{
    private static readonly QuoteLinks Links = new([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
    private static readonly DateTimeOffset Expiry = Monday.AddDays(90);

    private static string Token(QuoteLinks? links = null) => (links ?? Links).PathOf(JobId, 3, Expiry)["/quote-links/".Length..];

    [Fact]
    public void A_link_opens_its_own_version_until_it_expires()
    {
        Assert.Equal(new QuoteLink(JobId, 3, Expiry), Links.Read(Token(), Monday));
        Assert.NotNull(Links.Read(Token(), Expiry.AddSeconds(-1)));
        Assert.Null(Links.Read(Token(), Expiry));
    }

    [Fact]
    public void Every_changed_bit_closes_it()
    {
        var raw = Base64Url.DecodeFromChars(Token());
        for (var bit = 0; bit < raw.Length * 8; bit++)
        {
            raw[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Links.Read(Base64Url.EncodeToString(raw), Monday));
            raw[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("../../etc/passwd")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ééééééééééééééééééééééééééééééééééééééé" +
        "éééééééééééééééééééééééééééééééééééééééééé")]
    public void What_was_not_made_here_opens_nothing(string token)
    {
        Assert.Null(Links.Read(token, Monday));
        Assert.Null(Links.Read(Token() + token, Monday) is { } link && token.Length > 0 ? link : null);
        Assert.Null(Links.Read(Token(new QuoteLinks(new byte[32])), Monday));
        Assert.Null(Links.Read(Token()[..^1], Monday));
        Assert.Null(Links.Read(Token() + "=", Monday));
        Assert.Null(Links.Read($" {Token()[1..]}", Monday));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("too short")]
    [InlineData("abababababababababababababababababababab")]
    public void Low_without_a_strong_key_for_links_production_does_not_start(string? content)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, content);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("environment", "Production"), new("Quotes:LinkKeyFile", content is null ? null : file)]).Build();
        Assert.Contains("Quotes:LinkKeyFile", Assert.Throws<InvalidOperationException>(() => QuoteLinks.From(settings)).Message,
            StringComparison.Ordinal);
        File.Delete(file);
    }
}
