using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Issuance.Returns;
using Xunit.Abstractions;

namespace Rma.Issuance.Tests.Returns;

/// <summary>What holds in every situation that a return can get into, whatever the order of its messages.</summary>
public sealed class ReturnExplorationTests(ITestOutputHelper output)
{
    private static IReadOnlyList<ReturnArrow> Arrows => ReturnExploration.Arrows;

    [Fact]
    public void Every_state_is_reached()
    {
        output.WriteLine($"{ReturnExploration.Situations.Count} situations, {Arrows.Count} answers");
        Assert.Equal(ReturnStates.All.Order(), ReturnExploration.Situations.Select(line => line.CurrentState).Distinct().Order());
    }

    [Fact]
    public void An_answer_moves_on_or_leaves_a_note() =>
        Assert.Empty(Arrows.Where(arrow => !arrow.Step.Moves && arrow.Step.NoteText is null).Select(Named));

    [Fact]
    public void The_same_message_once_more_leads_to_the_same_state() => Assert.Empty(Arrows.Where(arrow =>
        new ReturnUnderTest(arrow.Step.After).Hear(arrow.Message)?.After.CurrentState is { } again
        && again != arrow.Step.After.CurrentState && !arrow.Message.StartsWith("Deadline", StringComparison.Ordinal)).Select(Named));

    [Fact]
    public void From_every_situation_the_end_can_be_reached()
    {
        // With the notes: one may change what a return knows, and with it the way on.
        var before = Arrows.ToLookup(arrow => ReturnExploration.KeyOf(arrow.Step.After), arrow => ReturnExploration.KeyOf(arrow.From));
        var reached = ReturnExploration.Situations.Where(line => ReturnStates.Ended.Contains(line.CurrentState))
            .Select(ReturnExploration.KeyOf).ToHashSet();
        var waiting = new Queue<string>(reached);
        while (waiting.TryDequeue(out var situation))
            foreach (var earlier in before[situation].Where(reached.Add)) waiting.Enqueue(earlier);
        Assert.Empty(ReturnExploration.Situations.Select(ReturnExploration.KeyOf).Where(line => !reached.Contains(line)).Take(3));
    }

    [Fact]
    public void The_end_is_told_when_a_return_ends_and_only_then() => Assert.Empty(Arrows.Where(arrow =>
        arrow.From.IsRemembered && Ends(arrow) != Tells(arrow)).Select(Named));

    [Fact]
    public void An_ended_return_has_its_outcome_and_an_open_one_has_none() =>
        Assert.DoesNotContain(ReturnExploration.Situations, line => line.IsRemembered
            && ReturnStates.Ended.Contains(line.CurrentState) != (line.Outcome is not null));

    [Fact]
    public void T9_an_exchange_never_asks_for_a_credit() => Assert.Empty(Arrows.Where(arrow =>
        arrow.From.Remedy == Policy.Remedies.OtcExchange && arrow.Step.Effects.OfType<ReturnEffect.RequestCredit>().Any()).Select(Named));

    [Fact]
    public void C4_no_credit_no_job_and_no_charge_before_the_inspection() => Assert.Empty(Arrows.Where(arrow =>
        arrow.Step.After is { Condition: null, IsLicense: false } && arrow.Step.Effects.Any(effect =>
            effect is ReturnEffect.RequestCredit or ReturnEffect.RequestCharge or ReturnEffect.OpenRepairJob)).Select(Named));

    [Fact]
    public void A_credit_return_is_never_charged_for_its_way_back() => Assert.Empty(Arrows.Where(arrow =>
        arrow.From.IsCreditReturn && arrow.Step.Effects.OfType<ReturnEffect.RequestCharge>().Any()).Select(Named));

    [Fact]
    public void Everyone_who_is_next_is_known_in_every_open_state() => Assert.Equal(
        ReturnStates.All.Except(ReturnStates.Ended), ReturnStages.Open.Keys);

    private static bool Ends(ReturnArrow arrow) =>
        arrow.Step.Moves && ReturnStates.Ended.Contains(arrow.Step.After.CurrentState);

    private static bool Tells(ReturnArrow arrow) =>
        arrow.Step.Effects.OfType<ReturnEffect.Publish>().Any(publish => publish.Message is ReturnClosed)
        && arrow.Step.Effects.OfType<ReturnEffect.CloseRemedy>().Any();

    private static string Named(ReturnArrow arrow) =>
        $"{arrow.From.Remedy} {arrow.From.CurrentState} {arrow.Message} -> {arrow.Step.After.CurrentState} ({arrow.From.PendingOutcome})";
}
