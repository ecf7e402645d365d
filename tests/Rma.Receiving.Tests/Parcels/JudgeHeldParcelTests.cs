using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.Parcels;

[Trait("Rule", "P3/19")]
public sealed class JudgeHeldParcelTests : Spec<Parcel, ParcelEvent>
{
    private static readonly ParcelEvent Held = ScanParcel.Decide(Parcel.Initial, new ScanParcel(Scan, ExpectedRma.Initial, Book)).Single();
    private static readonly DateTimeOffset Due = ((ParcelHeld)Held).HeldUntil;

    private static ParcelEvent? Judged(ParcelEvent held, JudgeHeldParcel command) =>
        JudgeHeldParcel.Decide(Parcel.Evolve(Parcel.Initial, held), command).SingleOrDefault();

    [Fact]
    public void Comes_in_when_its_number_becomes_known()
    {
        var judge = new JudgeHeldParcel(Known(S1), Book, Monday.AddHours(1));
        var accepted = Assert.IsType<ParcelAccepted>(Judged(Held, judge));
        Assert.Equal((Scan, RmaId, Number, Monday.AddHours(1)), (accepted.Scan, accepted.RmaId, accepted.RmaNumber, accepted.DecidedAt));
        Given(Held).When(parcel => JudgeHeldParcel.Decide(parcel, judge)).Then(accepted);
    }

    [Fact]
    public void Only_a_hold_that_waits_for_a_number_has_an_end()
    {
        var parcel = Parcel.Evolve(Parcel.Initial, Held);
        var due = Assert.Single(HoldDeadline.Of(new(1, Held, parcel)));
        Assert.Equal(("due", Due, Scan.ParcelId), (due.Key, due.At, ((Contracts.Receiving.V1.HeldParcelDue)due.Message).ParcelId));
        Assert.Empty(HoldDeadline.Of(new(1, (ParcelHeld)Held with { Code = ParcelRefusals.TimeImplausible }, parcel)));
    }

    [Fact]
    public void Is_judged_by_the_time_of_its_scan()
    {
        var late = ScanParcel.Decide(Parcel.Initial,
            new ScanParcel(Scan with { ScannedAt = At("2025-03-10T01:00:00-07:00") }, ExpectedRma.Initial, Book)).Single();
        Assert.Equal("parcel.expired", Assert.IsType<ParcelRefused>(Judged(late, new(Known(S1), Book, Monday))).Code);
        Assert.IsType<ParcelAccepted>(Judged(Held, new(Known(S1), Book, Monday.AddDays(60))));
        Assert.Equal("parcel.cancelled",
            Assert.IsType<ParcelRefused>(Judged(Held, new(Known(S1.CalledOff(Monday), S1), Book, Monday))).Code);
    }

    [Fact]
    public void Is_refused_when_the_hold_is_over()
    {
        var judge = new JudgeHeldParcel(ExpectedRma.Initial, Book, Due);
        var refused = Assert.IsType<ParcelRefused>(Judged(Held, judge));
        Assert.Equal(("parcel.unknown-number", null), (refused.Code, refused.RmaId));
        Assert.Equal(["P3"], refused.Clauses);
        Given(Held).When(parcel => JudgeHeldParcel.Decide(parcel, judge)).Then(refused);
    }

    [Fact]
    public void A_deadline_before_its_time_changes_nothing() =>
        Given(Held).When(parcel => JudgeHeldParcel.Decide(parcel, new(ExpectedRma.Initial, Book, Due.AddTicks(-1)))).ThenNothing();

    [Fact]
    public void A_deadline_after_the_answer_changes_nothing() =>
        Given(Held, Judged(Held, new(Known(S1), Book, Monday))!)
            .When(parcel => JudgeHeldParcel.Decide(parcel, new(ExpectedRma.Initial, Book, Due))).ThenNothing();

    [Fact]
    public void News_after_the_refusal_changes_nothing() =>
        Given(Held, Judged(Held, new(ExpectedRma.Initial, Book, Due))!)
            .When(parcel => JudgeHeldParcel.Decide(parcel, new(Known(S1), Book, Due.AddHours(1)))).ThenNothing();

    [Fact]
    public void A_deadline_of_a_parcel_nobody_scanned_changes_nothing() =>
        Given().When(parcel => JudgeHeldParcel.Decide(parcel, new(ExpectedRma.Initial, Book, Due))).ThenNothing();
}
