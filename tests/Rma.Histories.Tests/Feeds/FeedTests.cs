using FsCheck;
using FsCheck.Fluent;
using Rma.Testing;

namespace Rma.Histories.Tests.Feeds;

/// <summary>
/// Generated feeds: shipments, invoices, orders and activations with corrections, moves, withdrawals and repeats, in any order
/// (<c>RMA_FEEDS</c> sets their number).
/// </summary>
public sealed class FeedTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(Generated.Cases("RMA_FEEDS", 2000))
        .WithReplay(Generated.Seed, Generated.Gamma);

    private static readonly string[] Facts = ["invoice", "shipment", "activation", "order"];

    // The content of each revision is drawn once per feed, so that sending it twice is a repeat and no contradiction.
    private static Gen<Said[]> Feeds =>
        from variants in Gen.ArrayOf(Gen.Choose(0, 9), 60)
        from drawn in Told(variants).NonEmptyListOf()
        select drawn.ToArray();

    private static Gen<Said> Told(int[] variants) =>
        from kind in Gen.Choose(0, Facts.Length - 1)
        from key in Gen.Choose(1, 3)
        from revision in Gen.Choose(1, 4)
        select new Said(Facts[kind], key, revision, variants[(kind * 15) + ((key - 1) * 5) + revision - 1]);

    private static Gen<(Said[] Feed, Said[] Otherwise)> Twice =>
        from feed in Feeds
        from repeats in Gen.Choose(0, feed.Length)
        from otherwise in Gen.Shuffle(feed.Concat(feed.Take(repeats)).ToArray())
        select (feed, otherwise);

    private static Gen<Said[]> WithReturns =>
        from feed in Feeds
        from asks in Gen.Choose(1, 3).Select(key => new Said("ask", key, 1, 0)).ListOf()
        from mixed in Gen.Shuffle(feed.Concat(asks).ToArray())
        select mixed;

    [Fact]
    public void The_same_facts_stand_at_the_end_in_every_order() => Prop.ForAll(Twice.ToArbitrary(), told =>
        Standing(Heard(told.Feed)) == Standing(Heard(told.Otherwise)) && Standing(Heard(told.Feed)) == Model(told.Feed)).Check(Config);

    [Fact]
    public void Credits_on_an_invoice_line_never_exceed_its_price() => Prop.ForAll(WithReturns.ToArbitrary(), feed =>
        Heard(feed).Credits.GroupBy(credit => credit.Line).All(line => line.Sum(credit => credit.Net) <= feed
            .Where(said => said.Kind == "invoice" && line.Key == $"INV-{said.Key}/1").Max(said => said.Price))).Check(Config);

    [Fact]
    public void The_feeds_pay_and_move_and_withdraw_so_that_the_properties_say_something()
    {
        var feeds = WithReturns.Sample(500, 30).ToArray();
        Assert.Contains(feeds, feed => Heard(feed).Credits.Count > 1);
        Assert.Contains(feeds, feed =>
            feed.Where(said => said.Kind == "invoice").GroupBy(said => said.Key)
            .Any(line => line.Select(said => said.Owner).Distinct().Count() > 1));
        Assert.Contains(feeds, feed => feed.Any(said => said.Withdrawn));
    }

    private static FeedOfFacts Heard(IEnumerable<Said> feed)
    {
        var heard = new FeedOfFacts();
        foreach (var said in feed) heard.Hear(said);
        return heard;
    }

    private static string Standing(FeedOfFacts heard) => Lines(
        Units.SelectMany(serial => heard.Of(serial)
            .StandingPurchases.Select(bought => $"{bought.InvoiceId} is {serial} at {bought.NetPrice}")),
        Units.SelectMany(serial => heard.Of(serial).StandingShipments.Select(left => $"{left.ShipmentId} to {left.AccountId}")),
        Units.Where(serial => heard.Of(serial).Activation is not null)
            .Select(serial => $"{serial} activated {heard.Of(serial).Activation!.ActivatedAt:HH}"),
        Enumerable.Range(1, 3).SelectMany(key =>
            (heard.Order(key).Latest?.Lines ?? []).Select(line => $"PO-{key} orders {line.Quantity} for {line.RmaNumbers[0]}")));

    // The property: the highest sent revision of each document counts, unless it withdraws the document.
    private static string Model(Said[] feed)
    {
        var standing = feed.GroupBy(said => (said.Kind, said.Key, Owner: said.Kind == "shipment" ? said.Owner : ""))
            .Select(versions => versions.MaxBy(said => said.Revision)!).Where(said => !said.Withdrawn).ToLookup(said => said.Kind);
        return Lines(
            standing["invoice"].Select(said => $"INV-{said.Key} is {said.Owner} at {said.Price}"),
            standing["shipment"].Select(said => $"SH-{said.Key}-{said.Owner} to ACC-{said.Variant % 2}"),
            standing["activation"].Select(said => $"S{said.Key % 3} activated {18 - said.Variant:00}"),
            standing["order"].Select(said => $"PO-{said.Key} orders {(said.Variant % 3) + 1} for RMA-{said.Variant % 2}"));
    }

    private static string[] Units => ["S0", "S1", "S2"];

    private static string Lines(params IEnumerable<string>[] facts) =>
        string.Join('\n', facts.SelectMany(fact => fact).Order(StringComparer.Ordinal));
}
