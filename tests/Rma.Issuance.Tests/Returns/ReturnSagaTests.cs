using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests.Returns;

/// <summary>The process of a return on the real queue and database.</summary>
public sealed class ReturnSagaTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static readonly DateTimeOffset Now = IssuanceUnderTest.Now;

    /// <summary>The process has its own tests; here its answers are stored and sent.</summary>
    [Theory]
    [InlineData("credit-return", "Inspected Received Credited", "Closed")]
    [InlineData("stock-rotation", "Received Inspected Referred Denied ReturnedUnrepaired", "Closed")]
    [InlineData("warranty-repair", "Received Inspected Quoted Approved Repaired ShippedBack Charged", "Closed")]
    [InlineData("paid-repair", "Received Inspected Quoted Declined ReturnedUnrepaired:quote-declined Charged", "Closed")]
    [InlineData("otc-exchange", "Received Inspected Tested Replaced:stock-replacement NothingDue", "Closed")]
    [InlineData("advance-replacement", "LoanerOut Received LoanerBack Inspected Tested Ordered Credited", "Closed")]
    public async Task Each_remedy_goes_its_own_way(string remedy, string way, string state)
    {
        var id = Guid.CreateVersion7();
        await Bring(id, $"WAY-{remedy}", [$"Authorized:{remedy}", .. way.Split(' ')], state);
        Assert.Equal(way.Split(' ')[^1], await issuance.Scalar<string>(
            $"select data->>'Because' from mt_events where stream_id = 'return-{id}' and type = 'return_moved' " +
            "order by version desc limit 1"));
    }

    [Fact]
    public async Task An_answer_to_a_request_that_was_never_made_is_a_dead_letter_with_its_reason()
    {
        var id = Guid.CreateVersion7();
        await Bring(id, "SAGA-NEVER", ["Authorized"], "AwaitingArrival");
        var messageId = await Say("Credited", id, "SAGA-NEVER", "never");
        await DealtWith(messageId, "the credit");
        Assert.Equal("message.not-expected",
            await issuance.Scalar<string>($"select code from quarantine where message_id = '{messageId}'"));
        await InState(id, "AwaitingArrival");
    }

    [Fact]
    public async Task Each_message_that_asks_for_it_publishes_a_request_of_its_own()
    {
        var (id, assess) = (Guid.CreateVersion7(), await issuance.Listen<AssessCredit>());
        await Bring(id, "SAGA-IDS", ["Authorized", "Received", "Inspected"], "AwaitingCredit");
        foreach (var name in new[] { "first", "second" }) await DealtWith(await Say("Restated", id, "SAGA-IDS", name), name);
        for (var i = 0; i < 3; i++)
            Assert.NotNull(await Wait.Until(assess.Take, message => message?.ReturnId == id, $"request {i + 1} for the credit"));
    }

    // Each step waits for the one before, as its real sender does: nobody answers a question that was not yet asked.
    private async Task Bring(Guid id, string serial, string[] way, string state)
    {
        foreach (var (step, index) in way.Select((step, index) => (step, index)))
            await DealtWith(await Say(step, id, serial, $"{serial}-{index}"), step);
        await InState(id, state);
    }

    [Fact]
    public async Task Who_is_next_is_told_with_the_return()
    {
        var id = Guid.CreateVersion7();
        await Bring(id, "SAGA-NEXT", ["Authorized", "Received"], "AwaitingInspection");
        var row = await Row();
        Assert.Equal(("inspector", "its inspection"), (row["next"]!.GetValue<string>(), row["waitsFor"]!.GetValue<string>()));
        Assert.Equal(row["movedAt"]!.GetValue<DateTimeOffset>().AddDays(3), row["stuckFrom"]!.GetValue<DateTimeOffset>());
        foreach (var step in new[] { "Inspected", "Credited" }) await DealtWith(await Say(step, id, "SAGA-NEXT", step), step);
        await InState(id, "Closed");
        Assert.Null((await Row())["next"]);

        async Task<System.Text.Json.Nodes.JsonNode> Row() => (await issuance.Get("operator", "/returns?limit=1000")).Body!.AsArray()
            .Single(one => one!["returnId"]!.GetValue<string>() == id.ToString("D"))!;
    }

    [Fact]
    public async Task The_same_message_delivered_five_times_moves_once()
    {
        var id = Guid.CreateVersion7();
        await Say("Authorized", id, "SAGA-FIVE");
        await InState(id, "AwaitingArrival");
        for (var i = 0; i < 5; i++) await Say("Received", id, "SAGA-FIVE", "same");
        await InState(id, "AwaitingInspection");
        await Say("Inspected", id, "SAGA-FIVE");
        await InState(id, "AwaitingCredit");
        Assert.Equal(3, await issuance.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'return-{id}' and type = 'return_moved'"));
    }

    [Fact]
    public async Task An_inspection_before_its_receipt_ends_in_the_same_state()
    {
        var assess = await issuance.Listen<AssessCredit>();
        var id = Guid.CreateVersion7();
        await Say("Authorized", id, "SAGA-EARLY");
        await InState(id, "AwaitingArrival");
        await Say("Inspected", id, "SAGA-EARLY");
        await issuance.Events($"return-{id}", 2);
        await Say("Received", id, "SAGA-EARLY");
        await InState(id, "AwaitingCredit");
        var asked = await Wait.Until(assess.Take, message => message?.ReturnId == id, "the question for credit");
        Assert.NotNull(asked!.Condition);
    }

    [Fact]
    public async Task A_restated_purchase_is_asked_about_again_while_money_is_being_decided_on()
    {
        var assess = await issuance.Listen<AssessCredit>();
        var id = Guid.CreateVersion7();
        foreach (var step in ReturnTable.Ways["WithAnalyst"]) await DealtWith(await Say(step, id, "SAGA-RESTATED", step), step);
        var first = await Wait.Until(assess.Take, message => message?.ReturnId == id, "the first question");
        await issuance.Sold("SAGA-RESTATED");
        await Say("Restated", id, "SAGA-RESTATED");
        var second = await Wait.Until(assess.Take, message => message?.ReturnId == id, "the second question");
        Assert.Equal((null, 180m), (first!.Purchase, second!.Purchase!.NetPrice));
    }

    [Fact]
    public async Task A_withdrawal_before_its_authorization_ends_in_the_same_state()
    {
        var closed = await issuance.Listen<ReturnClosed>();
        var id = Guid.CreateVersion7();
        await DealtWith(await Say("Withdrawn", id, "SAGA-WITHDRAWN", "w"), "the withdrawal");
        await InState(id, "Cancelled");
        await DealtWith(await Say("Authorized", id, "SAGA-WITHDRAWN", "a"), "the authorization");
        await InState(id, "Cancelled");
        Assert.Equal("cancelled", (await Wait.Until(closed.Take, message => message?.ReturnId == id, "the end to be told"))!.Outcome);
    }

    [Fact]
    public async Task What_nobody_authorized_is_quarantined()
    {
        var id = Guid.CreateVersion7();
        await Say("Received", id, "SAGA-UNKNOWN");
        await Wait.Until(() => issuance.Get("operator", "/quarantine"), list =>
            list.Text.Contains(id.ToString(), StringComparison.Ordinal), "the quarantine");
        Assert.Equal(0, await issuance.Scalar<long>($"select count(*) from sagas where correlation_id = '{id}'"));
    }

    [Fact]
    public async Task Our_own_news_may_overtake_the_authorization()
    {
        var id = Guid.CreateVersion7();
        await DealtWith(await Say("Ordered", id, "SAGA-EARLY", "a"), "the order");
        await DealtWith(await Say("Restated", id, "SAGA-EARLY", "b"), "the restatement");
        Assert.Equal(0, await issuance.Scalar<long>($"select count(*) from quarantine where reason like '%{id}%'"));
        await Say("Authorized", id, "SAGA-EARLY", "c");
        await InState(id, "AwaitingArrival");
    }

    private Task DealtWith(Guid messageId, string what) => Wait.Until(async () =>
        await issuance.Scalar<long>($"select count(*) from inbox where message_id = '{messageId}'") == 1
        || await issuance.Scalar<long>($"select count(*) from quarantine where message_id = '{messageId}'") == 1,
        $"{what} to be dealt with");

    private Task InState(Guid id, string state) => Wait.Until(
        () => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), seen =>
            seen == state, $"{id} to be {state}");

    private async Task<Guid> Say(string message, Guid id, string serial, string? name = null)
    {
        var messageId = name is null ? Guid.CreateVersion7() : EventSourcing.NameBasedId.Of($"{id}/{name}");
        await issuance.Publish(ReturnMessages.Of(message, id, serial), messageId);
        return messageId;
    }
}
