using Microsoft.Extensions.DependencyInjection;
using Rma.Console.Facts;
using Rma.Console.Metrics;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>What was decided is counted once, after its commit, whoever repeats it.</summary>
public sealed class FactCountersTests(ConsoleUnderTest console) : IClassFixture<ConsoleUnderTest>
{
    private static ParcelRefused Refused => new(
        Guid.CreateVersion7(), null, null, "parcel.unmarked", "There was no number on it.", ["P3"], "east", Told.Monday, Told.Monday);

    [Fact]
    public async Task A_message_that_comes_again_is_not_counted_again()
    {
        using var measured = Listen();
        var (id, refused) = (Guid.CreateVersion7(), Refused);
        await Hear(id, refused);
        await Hear(id, refused);
        await Task.WhenAll(Hear(id, refused), Hear(Guid.CreateVersion7(), Refused));
        Assert.Equal(0, measured.Look().Of("rma.parcels.refused")["parcel.unmarked"]); // it begins at zero, so that it rises
        Assert.Equal(2, measured.Look().Of("rma.parcels.refused")["parcel.unmarked"]);
    }

    [Fact]
    public async Task What_is_not_committed_is_not_counted()
    {
        using var measured = Listen();
        await console.Owner.CreateCommand("alter table parcels rename to elsewhere").ExecuteNonQueryAsync();
        var (id, refused) = (Guid.CreateVersion7(), Refused with { Code = "parcel.illegible" });
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Hear(id, refused));
        Assert.DoesNotContain("parcel.illegible", measured.Look().Of("rma.parcels.refused"));
        await console.Owner.CreateCommand("alter table elsewhere rename to parcels").ExecuteNonQueryAsync();
        await Hear(id, refused);
        Assert.Equal(1, measured.Look().Look().Of("rma.parcels.refused")["parcel.illegible"]);
    }

    [Fact]
    public async Task Items_count_by_code_and_remedy_and_money_by_currency()
    {
        using var measured = Listen();
        var told = new Told("COUNT-1");
        var denied = new RmaDenied(
            Guid.CreateVersion7(), "ACC-1", "credit-return", Told.Monday, "Too late.", "2026-01", ["C1"],
            [new("S-1", null, "credit.too-late", "Too late."), new("S-2", null, null, null)]);
        await Hear(Guid.CreateVersion7(), denied);
        await Hear(Guid.CreateVersion7(), denied with { RmaId = Guid.CreateVersion7(), Items = null });
        await Hear(Guid.CreateVersion7(), told.Issued with { Declined = [new("S-5", null, "credit.too-late", "Too late.")] });
        await Hear(Guid.CreateVersion7(), new RmaReferred(
            Guid.CreateVersion7(), "ACC-1", "stock-rotation", Told.Monday, "No invoice.", ["invoice"], "2026-01", ["T1"],
            [new("S-3", null, null, null), new("S-4", null, null, null)]));
        await Hear(Guid.CreateVersion7(), told.Credited);
        await Hear(Guid.CreateVersion7(), told.Credited with { CreditId = Guid.CreateVersion7(), Amount = 0.05m });
        await Hear(Guid.CreateVersion7(), new ChargeRaised(
            Guid.CreateVersion7(), told.ReturnId, told.ReturnId, told.RmaId, told.Number, 1, "ACC-1", "COUNT-1", 33.333m, "KWD",
            [new("repair", 33.333m)], Told.Monday, new(2026, 11, 23), "2026-01", ["R3"]));
        measured.Look().Look();
        Assert.Equal(
            [("credit.too-late", 2.0), (FactCounters.WholeRequest, 2.0)],
            measured.Of("rma.items.denied").Select(one => (one.Key, one.Value)).Order());
        Assert.Equal(2, measured.Of("rma.items.referred")["stock-rotation"]);
        Assert.Equal((2.0, 91.55), (measured.Of("rma.credits.issued")["USD"], measured.Of("rma.credits.amount")["USD"]));
        Assert.Equal((1.0, 33.333), (measured.Of("rma.charges.raised")["KWD"], measured.Of("rma.charges.amount")["KWD"]));
    }

    [Fact]
    public async Task A_rebuild_counts_nothing()
    {
        using var measured = Listen();
        var (id, refused) = (Guid.CreateVersion7(), Refused with { Code = "parcel.expired" });
        await Rebuilt();
        await Hear(id, refused);
        Assert.Equal(202, (await console.Post("operator", "/rebuilds", new { })).Status);
        await Hear(id, refused); // kept before, and new where it is built
        await Rebuilt((id, refused), (Guid.CreateVersion7(), Refused with { Code = "parcel.expired" }));
        Assert.Equal(1, measured.Look().Look().Of("rma.parcels.refused")["parcel.expired"]);
    }

    private async Task Rebuilt(params (Guid, object)[] past)
    {
        var running = await Wait.Until(
            () => console.Scalar<Guid?>("select rebuild_id from read_side"), id => id is not null, "a rebuild to begin");
        await console.TellPast(running!.Value, past);
        await Wait.Until(() => console.Scalar<bool>("select building is null from read_side"), "its end");
    }

    private Measured Listen() => new(console.Services.GetRequiredService<FactCounters>().Meter);

    private Task Hear(Guid id, object message) =>
        console.Services.GetRequiredService<Gathering<Fact>>().Take(Fact.Of(id, message, null));
}
