using Rma.EventSourcing;
using Rma.Receiving.ReceivedUnits;
using Rma.Testing;
using static Rma.Receiving.Tests.Examples;

namespace Rma.Receiving.Tests.ReceivedUnits;

public sealed class ReceiveUnitTests : Spec<ReceivedUnit, ReceivedUnitEvent>
{
    [Fact]
    public void Takes_a_unit_in() => Given().When(unit => ReceiveUnit.Decide(unit, new(ReceivedS1))).Then(ReceivedS1);

    [Fact]
    [Trait("Rule", "I13")]
    public void Taking_it_in_twice_changes_nothing() =>
        Given(ReceivedS1).When(unit => ReceiveUnit.Decide(unit, new(ReceivedS1))).ThenNothing();
}

[Trait("Rule", "C4/103")]
public sealed class InspectUnitTests : Spec<ReceivedUnit, ReceivedUnitEvent>
{
    private static readonly InspectUnit Inspect = new(Sound, "ines", Monday.AddDays(1));
    private static readonly UnitInspected Inspected = new(Sound, "ines", Monday.AddDays(1));

    [Fact]
    public void Records_what_was_seen() => Given(ReceivedS1).When(unit => InspectUnit.Decide(unit, Inspect)).Then(Inspected);

    [Fact]
    public void The_same_facts_again_change_nothing() =>
        Given(ReceivedS1, Inspected).When(unit => InspectUnit.Decide(unit, Inspect with { Inspector = "ivan", Now = Monday.AddDays(2) }))
            .ThenNothing();

    [Fact]
    public void Missing_accessories_are_kept_in_the_order_of_the_bill()
    {
        var missing = Inspect with { Condition = Sound with { MissingAccessories = ["bracket", "power supply", "bracket"] } };
        Given(ReceivedS1).When(unit => InspectUnit.Decide(unit, missing))
            .Then(new UnitInspected(Sound with { MissingAccessories = ["power supply", "bracket"] }, "ines", Monday.AddDays(1)));
    }

    [Fact]
    public void Refuses_other_facts_after_the_inspection() =>
        Given(ReceivedS1, Inspected).When(unit =>
            InspectUnit.Decide(unit, Inspect with { Condition = Sound with { RetailBoxOpened = true } }))
            .ThenRefused("inspection.already-completed");

    [Fact]
    [Trait("Rule", "I14")]
    public void Refuses_a_unit_that_has_not_come() =>
        Given().When(unit => InspectUnit.Decide(unit, Inspect)).ThenRefused("unit.not-received");

    [Fact]
    public void An_accessory_has_to_be_on_the_bill() =>
        Invalid("inspection.unknown-accessory", Sound with { MissingAccessories = ["remote"] });

    [Fact]
    public void The_serial_label_has_four_states() => Invalid("inspection.unknown-serial-label", Sound with { SerialLabel = "fine" });

    [Theory]
    [Trait("Example", "E04")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Damage_needs_a_photo_or_a_note(bool cosmetic, bool inside)
    {
        var damaged = Sound with { CosmeticDamage = cosmetic, InternalDamage = inside };
        Invalid("inspection.evidence-missing", damaged);
        foreach (var seen in new[] { damaged with { Note = "scratched" }, damaged with { Photos = ["aa"] } })
            Given(ReceivedS1).When(unit => InspectUnit.Decide(unit, Inspect with { Condition = seen }))
                .Then(Inspected with { Condition = seen });
    }

    private static void Invalid(string code, ObservedCondition seen) => Assert.Equal(code, Assert.Throws<InvalidInputException>(
        () => InspectUnit.Decide(new ReceivedUnit.AwaitingInspection(ReceivedS1), Inspect with { Condition = seen }).ToArray()).Code);
}

public sealed class ExclusionTests : Spec<ReceivedUnit, ReceivedUnitEvent>
{
    private static readonly ObservedCondition Chewed = Sound with { OtherExclusion = "chewed by a bear", Note = "teeth marks" };
    private static readonly InspectUnit Inspect = new(Chewed, "ines", Monday.AddDays(1));
    private static readonly OtherExclusionProposed Proposed = new(Chewed, "ines", Monday.AddDays(1));
    private static readonly AnswerOtherExclusion Agree = new(true, "seen it too", "ivan", Monday.AddDays(2));
    private static readonly OtherExclusionAnswered Agreed = new(true, "seen it too", "ivan", Monday.AddDays(2));

    [Fact]
    public void A_listed_exclusion_is_recorded_at_once()
    {
        var flooded = Sound with { Exclusions = ["flood"], Note = "wet" };
        Given(ReceivedS1).When(unit => InspectUnit.Decide(unit, Inspect with { Condition = flooded }))
            .Then(new UnitInspected(flooded, "ines", Monday.AddDays(1)));
    }

    [Theory]
    [InlineData("rust", "wet")]
    [InlineData("flood", null)]
    public void An_unknown_one_and_one_without_evidence_are_no_answer(string exclusion, string? note) =>
        Assert.Throws<InvalidInputException>(() =>
        InspectUnit.Decide(new ReceivedUnit.AwaitingInspection(ReceivedS1),
            Inspect with { Condition = Sound with { Exclusions = [exclusion], Note = note } }).ToArray());

    [Fact]
    public void One_the_policy_does_not_name_waits_for_a_second_person() =>
        Given(ReceivedS1).When(unit => InspectUnit.Decide(unit, Inspect)).Then(Proposed);

    [Fact]
    [Rule("W5/38", Shows.Accepted)]
    public void The_second_person_completes_the_inspection() =>
        Given(ReceivedS1, Proposed).When(unit => AnswerOtherExclusion.Decide(unit, Agree))
            .Then(Agreed, new UnitInspected(Chewed, "ines", Monday.AddDays(2)));

    [Fact]
    [Rule("W5/38", Shows.Refused)]
    public void Without_agreement_the_unit_counts_as_without_it() =>
        Given(ReceivedS1, Proposed).When(unit => AnswerOtherExclusion.Decide(unit, Agree with { Agreed = false }))
        .Then(Agreed with { Agreed = false }, new UnitInspected(Chewed with { OtherExclusion = null }, "ines", Monday.AddDays(2)));

    [Fact]
    public void Refuses_the_inspector_himself() =>
        Given(ReceivedS1, Proposed).When(unit => AnswerOtherExclusion.Decide(unit, Agree with { By = "ines" }))
            .ThenRefused("inspection.same-person");

    [Fact]
    public void Refuses_where_nothing_waits()
    {
        Given(ReceivedS1).When(unit => AnswerOtherExclusion.Decide(unit, Agree)).ThenRefused("inspection.no-other-exclusion");
        Given(ReceivedS1, Proposed).When(unit => InspectUnit.Decide(unit, Inspect with { Condition = Sound }))
            .ThenRefused("inspection.awaits-second-person");
        Given(ReceivedS1, Proposed).When(unit => InspectUnit.Decide(unit, Inspect)).ThenNothing();
    }

    [Fact]
    public void Refuses_another_answer_afterwards() =>
        Given(ReceivedS1, Proposed, Agreed, new UnitInspected(Chewed, "ines", Monday.AddDays(2)))
        .When(unit => AnswerOtherExclusion.Decide(unit, Agree with { Agreed = false })).ThenRefused("inspection.already-completed");
}

public sealed class InspectionRefusalTests : Spec<ReceivedUnit, ReceivedUnitEvent>
{
    private static readonly ObservedCondition Chewed = Sound with { OtherExclusion = "chewed by a bear", Note = "teeth marks" };
    private static readonly OtherExclusionProposed Proposed = new(Chewed, "ines", Monday.AddDays(1));
    private static readonly UnitInspected Complete = new(Sound, "ines", Monday.AddDays(1));

    public static TheoryData<string, string, string?, ReceivedUnitEvent[]> Inspections => new()
    {
        { "inspection.awaits-second-person", "W5", "Somebody else agrees to the exclusion, or does not.", [ReceivedS1, Proposed] },
        { "inspection.already-completed", "C4", null, [ReceivedS1, Complete] },
        { "unit.not-received", "C4", "Scan the unit at the dock.", [] },
    };

    [Theory]
    [MemberData(nameof(Inspections))]
    public void Another_inspection_is_refused_with_clause_and_advice(
        string code, string clause, string? advice, ReceivedUnitEvent[] history)
    {
        var dented = Sound with { CosmeticDamage = true, Note = "dented" };
        var refused = Given(history).When(unit => InspectUnit.Decide(unit, new(dented, "ines", Monday.AddDays(2)))).ThenRefused(code);
        Assert.Equal((clause, advice), (string.Join(' ', refused.Clauses), refused.WouldChange));
    }

    [Fact]
    public void Another_answer_is_refused_with_clause_and_advice()
    {
        var answer = new AnswerOtherExclusion(true, "seen it too", "ines", Monday.AddDays(2));
        var same = Given(ReceivedS1, Proposed).When(unit => AnswerOtherExclusion.Decide(unit, answer))
            .ThenRefused("inspection.same-person");
        Assert.Equal(("W5", "Somebody else answers."), (string.Join(' ', same.Clauses), same.WouldChange));
        Assert.Equal(["C4"], Given(ReceivedS1, Complete).When(unit => AnswerOtherExclusion.Decide(unit, answer))
            .ThenRefused("inspection.already-completed").Clauses);
    }

    [Fact]
    public void An_empty_list_of_exclusions_needs_no_evidence()
    {
        var sound = Sound with { Exclusions = [] };
        Given(ReceivedS1).When(unit => InspectUnit.Decide(unit, new(sound, "ines", Monday.AddDays(1))))
            .Then(new UnitInspected(sound, "ines", Monday.AddDays(1)));
    }
}
