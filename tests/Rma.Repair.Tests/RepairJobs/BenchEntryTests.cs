using Rma.EventSourcing;
using Rma.Policy;
using Rma.Repair.RepairJobs;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

/// <summary>What technicians enter, before it is a command.</summary>
public sealed class BenchEntryTests
{
    [Theory]
    [InlineData("", "1Z999")]
    [InlineData(" ", "1Z999")]
    [InlineData("UPS", "")]
    public void A_shipment_names_its_carrier_and_number(string carrier, string trackingNumber) =>
        Assert.Equal("shipment.incomplete", Refused(() => Shipment.Read(carrier, trackingNumber, null, Us)));

    [Fact]
    public void A_shipment_by_ground_has_no_deviation() => Assert.Equal(Ground, Shipment.Read(" UPS ", " 1Z999", null, Us));

    [Theory]
    [InlineData("")]
    [InlineData(" UPS Ground ")]
    public void Ground_is_no_other_service(string service) =>
        Assert.Equal("shipment.no-deviation", Refused(() => Entered(service, 1m, 1m)));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1_000_000, 1_000_000, true)]
    [InlineData(-0.01, 0, false)]
    [InlineData(0, -0.01, false)]
    [InlineData(1_000_000.01, 0, false)]
    [InlineData(0, 1_000_000.01, false)]
    public void Costs_have_bounds(double cost, double ground, bool allowed)
    {
        Func<Shipment> entered = () => Entered("UPS Next Day Air", (decimal)cost, (decimal)ground);
        if (allowed) Assert.Equal(((decimal)cost, (decimal)ground), (entered().OtherService!.Cost, entered().OtherService!.GroundCost));
        else Assert.Equal("shipment.cost-out-of-range", Refused(entered));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Words_have_a_length(int length, bool allowed)
    {
        var name = new string('x', length);
        if (allowed) Assert.Equal(name, Shipment.Read(name, "1Z999", null, Us).Carrier);
        else Assert.Equal("shipment.too-long", Refused(() => Shipment.Read(name, "1Z999", null, Us)));
    }

    [Theory]
    [InlineData(61.70, 14.20, "USD", true)]
    [InlineData(61.705, 14.20, "USD", false)]
    [InlineData(61.70, 14.205, "USD", false)]
    [InlineData(61, 14, "XAU", false)]
    public void Costs_are_in_whole_minor_units(double cost, double ground, string currency, bool allowed)
    {
        var shipment = Entered("UPS Next Day Air", (decimal)cost, (decimal)ground);
        var job = Examples.Recorder with { Currency = currency };
        if (allowed) Assert.Equal(new Freight("UPS Next Day Air", (decimal)cost, (decimal)ground, currency), shipment.Freight(job));
        else Assert.Equal("shipment.cost-malformed", Assert.Throws<RefusedException>(() => { _ = shipment.Freight(job); }).Code);
    }

    [Fact]
    public void Exclusions_are_taken_once_and_in_the_order_of_the_policy()
    {
        Assert.Equal(["altered", "fire"], BenchNotes.ListedExclusions(["fire", "altered", "fire"]));
        Assert.Empty(BenchNotes.ListedExclusions(null));
        Assert.Equal("exclusion.unknown", Refused(() => BenchNotes.ListedExclusions(["fire", "meteor"])));
        Assert.Equal("exclusion.unknown", Refused(() => BenchNotes.ListedExclusions([Exclusions.Other])));
    }

    [Theory]
    [InlineData(" ab ", false)]
    [InlineData(" abc ", true)]
    public void Findings_say_something(string findings, bool allowed)
    {
        if (allowed) Assert.Equal(findings.Trim(), BenchNotes.Findings(findings));
        else Assert.Equal("findings.missing", Refused(() => BenchNotes.Findings(findings)));
    }

    private static Shipment Entered(string service, decimal cost, decimal ground) =>
        Shipment.Read("UPS", "1Z999", new(service, cost, ground), Us);

    private static string Refused(Func<object> read) => Assert.Throws<InvalidInputException>(read).Code;
}
