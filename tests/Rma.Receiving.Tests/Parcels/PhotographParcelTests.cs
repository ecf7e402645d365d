using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.Parcels;

[Trait("Rule", "P3/19")]
public sealed class PhotographParcelTests : Spec<Parcel, ParcelEvent>
{
    private static readonly ParcelEvent Refused = Judged(Scan with { Marking = null, Photos = ["a"] });
    private static readonly ParcelPhotographed Photographed = new(ParcelId, ["b", "c"], "dock-2", Monday.AddMinutes(5), Refused.Decision);
    private static readonly PhotographParcel Command = new(["a", "b", "c"], "dock-2", Monday.AddMinutes(5), Most: 2);

    private static ParcelEvent Judged(ParcelScan scan) =>
        ScanParcel.Decide(Parcel.Initial, new ScanParcel(scan, ExpectedRma.Initial, Book)).Single();

    [Fact]
    [Rule("P3/19", Shows.Accepted)]
    public void A_refused_parcel_gets_the_photos_it_does_not_have() =>
        Given(Refused).When(parcel => PhotographParcel.Decide(parcel, Command)).Then(Photographed);

    [Fact]
    public void Naming_known_photos_changes_nothing() =>
        Given(Refused, Photographed).When(parcel => PhotographParcel.Decide(parcel, Command with { Photos = ["a", "c"] })).ThenNothing();

    [Fact]
    public void A_parcel_has_as_many_photos_as_it_may_have()
    {
        Given(Refused).When(parcel => PhotographParcel.Decide(parcel, Command with { Most = 1 })).ThenRefused("parcel.too-many-photos");
        Given(Refused, Photographed).When(parcel => PhotographParcel.Decide(parcel, Command with { Photos = ["d"] }))
            .ThenRefused("parcel.too-many-photos");
    }

    [Fact]
    public void A_parcel_nobody_scanned_has_no_photos() => Given().When(parcel => PhotographParcel.Decide(parcel, Command)).ThenNothing();

    [Fact]
    public void Photos_of_a_held_parcel_stay_when_it_comes_in()
    {
        var held = Judged(Scan);
        var accepted = JudgeHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, held), new(Known(S1), Book, Monday.AddHours(1))).Single();
        Given(held, Photographed, accepted).When(parcel => PhotographParcel.Decide(parcel, Command with { Photos = ["b", "c"] }))
            .ThenNothing();
    }

    [Fact]
    public void The_scan_itself_stays_as_it_was() =>
        Given(Refused, Photographed).When(parcel =>
            ScanParcel.Decide(parcel, new ScanParcel(Scan with { Marking = null, Photos = ["a"] }, ExpectedRma.Initial, Book)))
            .ThenNothing();
}
