using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Work;
using Rma.Testing;
using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Tests;

/// <summary>Who is at a return: decided, told and repeated.</summary>
public sealed class WorkTests(IssuanceUnderTest service) : IClassFixture<IssuanceUnderTest>
{
    private static readonly WorkSubject Line = new(Guid.CreateVersion7(), Guid.CreateVersion7());
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void What_nobody_is_at_is_taken_over_once_and_not_from_somebody_else()
    {
        var taken = Assert.IsType<WorkAssigned>(Assert.Single(ClaimWork.Decide(WorkState.Initial, new(Line, "ada", Now))));
        Assert.Equal(("ada", "ada"), (taken.To, taken.By));
        var state = After(taken);
        Assert.Empty(ClaimWork.Decide(state, new(Line, "Ada ", Now)));
        var refused = Assert.Throws<RefusedException>(() => ClaimWork.Decide(state, new(Line, "bob", Now)).ToArray());
        Assert.Equal("work.with-somebody-else", refused.Code);
        Assert.Contains("ada", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_desk_gives_it_to_another_and_to_the_same_one_it_is_already_so()
    {
        var state = After(new WorkAssigned(Line, "ada", "ada", Now));
        var given = Assert.IsType<WorkAssigned>(Assert.Single(AssignWork.Decide(state, new(Line, "bob", "desk", Now))));
        Assert.Equal(("bob", "desk"), (given.To, given.By));
        Assert.Empty(AssignWork.Decide(state, new(Line, "ADA", "desk", Now)));
    }

    [Fact]
    public void Whoever_is_at_it_or_the_desk_gives_it_back()
    {
        var state = After(new WorkAssigned(Line, "ada", "ada", Now));
        Assert.IsType<WorkReleased>(Assert.Single(ReleaseWork.Decide(state, new(Line, "ada", IsDesk: false, Now))));
        Assert.IsType<WorkReleased>(Assert.Single(ReleaseWork.Decide(state, new(Line, "desk", IsDesk: true, Now))));
        Assert.Throws<RefusedException>(() => ReleaseWork.Decide(state, new(Line, "bob", IsDesk: false, Now)).ToArray());
        Assert.Empty(ReleaseWork.Decide(WorkState.Initial, new(Line, "bob", IsDesk: false, Now)));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(366, true)]
    [InlineData(367, false)]
    public void A_hold_ends_today_at_the_earliest_and_within_a_year(int days, bool isTaken)
    {
        var command = new HoldWork(Line, Today.AddDays(days), "waits for a part", Today, "ada", Now);
        if (isTaken) Assert.IsType<WorkHeld>(Assert.Single(HoldWork.Decide(WorkState.Initial, command)));
        else Assert.Equal("work.hold-out-of-range",
            Assert.Throws<RefusedException>(() => HoldWork.Decide(WorkState.Initial, command).ToArray()).Code);
    }

    [Fact]
    public void The_same_hold_is_already_so_and_one_that_is_not_there_cannot_be_ended()
    {
        var hold = new HoldWork(Line, Today.AddDays(3), "waits for a part", Today, "ada", Now);
        var state = After([.. HoldWork.Decide(WorkState.Initial, hold)]);
        Assert.Empty(HoldWork.Decide(state, hold));
        Assert.Single(HoldWork.Decide(state, hold with { Until = Today.AddDays(4) }));
        Assert.IsType<HoldEnded>(Assert.Single(EndHold.Decide(state, new(Line, "ada", Now))));
        Assert.Empty(EndHold.Decide(WorkState.Initial, new(Line, "ada", Now)));
        Assert.Null(WorkState.Evolve(state, new HoldEnded(Line, "ada", Now)).Hold);
    }

    [Fact]
    public async Task Work_on_a_returned_line_and_on_a_request_is_told_with_its_number()
    {
        var told = await service.Listen<V1.WorkChanged>();
        await service.Sold("WORK-1");
        var asked = await service.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "WORK-1" } });
        var rmaId = asked.Body!["rmaId"]!.GetValue<Guid>();
        var rows = await Wait.Until(() => service.Get("returns-desk", $"/returns?rmaNumber={asked.Body["rmaNumber"]}"),
            answer => answer.Body!.AsArray().Count == 1, "the return");
        var returnId = rows.Body![0]!["returnId"]!.GetValue<Guid>();

        Assert.Equal(204, (await service.Post("inspector", $"/worklist/{returnId}/claim", new { })).Status);
        var first = await told.Next();
        Assert.Equal((rmaId, returnId, 1, WorkChanges.Assigned, "inspector"),
            (first.RmaId, first.ReturnId!.Value, first.Number, first.Change, first.AssignedTo));
        Assert.Equal(409, (await service.Post("technician", $"/worklist/{returnId}/claim", new { })).Status);

        var until = IssuanceUnderTest.Today.AddDays(2);
        var answer = await service.Post("inspector", $"/worklist/{returnId}/hold", new { until, reason = "waits for a bracket" });
        Assert.Equal(204, answer.Status);
        var held = await told.Next();
        Assert.Equal((2, WorkChanges.Held, until, "inspector"), (held.Number, held.Change, held.HeldUntil!.Value, held.AssignedTo));

        answer = await service.Post("returns-desk", $"/worklist/{rmaId}/notes", new { text = "They call back on Monday." });
        Assert.Equal(204, answer.Status);
        var noted = await told.Next();
        Assert.Equal((rmaId, null, 1, "They call back on Monday."), (noted.RmaId, noted.ReturnId, noted.Number, noted.Note));
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_out_of_range_is_named()
    {
        Assert.Equal("work.not-found", (await service.Post("returns-desk", $"/worklist/{Guid.CreateVersion7()}/claim", new { })).Code);
        Assert.Equal("work.reason-missing", (await service.Post(
            "returns-desk", $"/worklist/{Guid.CreateVersion7()}/hold", new { until = "2026-03-02", reason = "short" })).Code);
        Assert.Equal("work.note-out-of-range",
            (await service.Post("returns-desk", $"/worklist/{Guid.CreateVersion7()}/notes", new { text = new string('x', 2_001) })).Code);
        Assert.Equal("work.nobody-named",
            (await service.Post("returns-desk", $"/worklist/{Guid.CreateVersion7()}/assignment", new { to = " " })).Code);
        Assert.Equal(403, (await service.Post("partner", $"/worklist/{Guid.CreateVersion7()}/claim", new { })).Status);
        Assert.Equal(403, (await service.Post("inspector", $"/worklist/{Guid.CreateVersion7()}/assignment", new { to = "ada" })).Status);
    }

    private static WorkState After(params WorkEvent[] events) => events.Aggregate(WorkState.Initial, WorkState.Evolve);
}
