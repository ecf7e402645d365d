using Rma.Console.Pages;
using Rma.Policy;

namespace Rma.Console.Tests;

/// <summary>The plain parts of the pages of inspectors and analysts.</summary>
public sealed class WorkPartsTests
{
    private static readonly PolicyVersion InForce = PolicyBook.Load().InForceAt(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "image/jpeg")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D }, "image/png")]
    [InlineData(new byte[] { 0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69, 0x63 }, null)]
    [InlineData(new byte[0], null)]
    public void A_photo_is_what_its_first_bytes_say(byte[] bytes, string? type) => Assert.Equal(type, PagePhotos.TypeOf(bytes));

    [Fact]
    public void A_grant_says_what_is_deducted_and_paid()
    {
        Assert.Equal(new(249.99m, 20.0m, 1_000m, 1_100m), Grant.Of(1_249.99m, 100m, 1_000m));
        Assert.Equal(new(1_249.99m, 100.0m, 0m, 0m), Grant.Of(1_249.99m, 0m, 0m));
        Assert.Equal(new(0m, 0m, 0m, 0m), Grant.Of(0m, 0m, 0m));
    }

    [Fact]
    public void A_fee_stays_inside_its_band()
    {
        var band = FeeBand.Of(InForce, Paid(1_249.99m, "USD"))!;
        Assert.Equal((15m, 25m, 187.50m, 312.49m, 2), (band.Least, band.Most, band.LeastAmount, band.MostAmount, band.Places));
        Assert.Equal([187.50m, 250.00m, 312.49m], new[] { 15m, 20m, 25m }.Select(percent => band.Fee(1_249.99m, percent)));
        Assert.Equal(0, FeeBand.Of(InForce, Paid(1_000m, "JPY"))!.Places);
        Assert.Null(FeeBand.Of(InForce, Paid(0.01m, "USD"))); // no whole cent lies inside it
        Assert.Null(FeeBand.Of(InForce, Paid(10m, "XXX")));
        Assert.Null(FeeBand.Of(InForce, null));
    }

    private static PaidPrice Paid(decimal price, string currency) => new("INV-1", new DateOnly(2026, 1, 1), price, 0m, currency);
}
