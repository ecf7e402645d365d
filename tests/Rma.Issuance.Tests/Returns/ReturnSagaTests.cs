using System.Collections.Concurrent;
using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Issuance.Returns;
using Rma.Testing;

namespace Rma.Issuance.Tests.Returns;

/// <summary>Every state against every message, on the real queue and database: what a repeat, a late and an early message does.</summary>
public sealed class ReturnSagaTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static readonly DateTimeOffset Now = IssuanceUnderTest.Now;

    /// <summary>How to bring a return into a state.</summary>
    private static readonly Dictionary<string, string[]> Ways = new()
    {
        ["AwaitingArrival"] = ["Authorized"],
        ["AwaitingInspection"] = ["Authorized", "Received"],
        ["AwaitingCredit"] = ["Authorized", "Received", "Inspected"],
        ["WithAnalyst"] = ["Authorized", "Received", "Inspected", "Referred"],
        ["OnBench"] = ["Authorized", "Received", "Inspected", "Denied"],
        ["Expired"] = ["AuthorizedLongAgo", "DeadlineReached"],
        ["Cancelled"] = ["Authorized", "Withdrawn"],
        ["Closed"] = ["Authorized", "Received", "Inspected", "Credited"],
    };

    private static readonly string[] Messages =
        ["Authorized", "Withdrawn", "DeadlineReached", "Received", "Inspected", "Credited", "Denied", "Referred", "ReleasedToStock", "ReturnedUnrepaired", "Restated"];

    /// <summary>Where a message leads; whatever is not named here leaves the state as it is.</summary>
    private static readonly Dictionary<(string State, string Message), string> Moves = new()
    {
        [("AwaitingArrival", "Received")] = "AwaitingInspection",
        [("AwaitingArrival", "Withdrawn")] = "Cancelled",
        [("AwaitingInspection", "Inspected")] = "AwaitingCredit",
        [("AwaitingCredit", "Credited")] = "Closed", [("AwaitingCredit", "Denied")] = "OnBench", [("AwaitingCredit", "Referred")] = "WithAnalyst",
        [("WithAnalyst", "Credited")] = "Closed", [("WithAnalyst", "Denied")] = "OnBench",
        [("OnBench", "ReleasedToStock")] = "Closed", [("OnBench", "ReturnedUnrepaired")] = "Closed",
        [("Expired", "Received")] = "AwaitingInspection", [("Cancelled", "Received")] = "AwaitingInspection",
    };

    /// <summary>What cannot be, because nobody was asked for it yet: quarantined, so that somebody looks.</summary>
    private static readonly HashSet<(string State, string Message)> Impossible =
    [
        .. from state in new[] { "AwaitingArrival", "AwaitingInspection", "Expired", "Cancelled" }
           from message in new[] { "Credited", "Denied", "Referred", "ReleasedToStock", "ReturnedUnrepaired" }
           select (state, message),
        .. from state in new[] { "AwaitingCredit", "WithAnalyst" } from message in new[] { "ReleasedToStock", "ReturnedUnrepaired" } select (state, message),
    ];

    public static TheoryData<string> States => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_message_has_a_defined_answer_in(string state)
    {
        var seen = new ConcurrentDictionary<string, string>();
        await Task.WhenAll(Messages.Select(async message =>
        {
            var serial = $"SAGA-{state}-{message}";
            var id = Guid.CreateVersion7();
            // Each step waits for the one before, as its real sender does: nobody answers a question that was not yet asked.
            foreach (var (step, index) in Ways[state].Select((step, index) => (step, index))) await DealtWith(await Say(step, id, serial, $"{serial}-{index}"), step);
            await InState(id, state);
            seen[message] = await AnswerTo(state, message, id, serial);
        }));

        var expected = Messages.ToDictionary(message => message, message =>
            Impossible.Contains((state, message)) ? "quarantined" : Moves.GetValueOrDefault((state, message), state));
        Assert.Equal(expected.OrderBy(pair => pair.Key), seen.OrderBy(pair => pair.Key));
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
        Assert.Equal(3, await issuance.Scalar<long>($"select count(*) from mt_events where stream_id = 'return-{id}' and type = 'return_moved'"));
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
        foreach (var step in Ways["WithAnalyst"]) await DealtWith(await Say(step, id, "SAGA-RESTATED", step), step);
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
        await Wait.Until(() => issuance.Get("operator", "/quarantine"), list => list.Text.Contains(id.ToString(), StringComparison.Ordinal), "the quarantine");
        Assert.Equal(0, await issuance.Scalar<long>($"select count(*) from sagas where correlation_id = '{id}'"));
    }

    private async Task<string> AnswerTo(string state, string message, Guid id, string serial)
    {
        var messageId = await Say(message, id, serial, $"{serial}-answer");
        await DealtWith(messageId, $"{message} in {state}");
        return await issuance.Scalar<long>($"select count(*) from quarantine where message_id = '{messageId}'") == 1
            ? "quarantined"
            : await issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'") ?? "none";
    }

    private Task DealtWith(Guid messageId, string what) => Wait.Until(async () =>
        await issuance.Scalar<long>($"select count(*) from inbox where message_id = '{messageId}'") == 1
        || await issuance.Scalar<long>($"select count(*) from quarantine where message_id = '{messageId}'") == 1, $"{what} to be dealt with");

    private Task InState(Guid id, string state) => Wait.Until(
        () => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), seen => seen == state, $"{id} to be {state}");

    private async Task<Guid> Say(string message, Guid id, string serial, string? name = null)
    {
        var messageId = name is null ? Guid.CreateVersion7() : EventSourcing.NameBasedId.Of($"{id}/{name}");
        const string number = "RMA-222222-2";
        var today = IssuanceUnderTest.Today;
        await (message switch
        {
            "Authorized" => Publish(new ReturnAuthorized(id, id, number, 1, "ACC-1", "credit-return", serial, "CAM-2", false, false, [], Now, today.AddDays(30))),
            "AuthorizedLongAgo" => Publish(new ReturnAuthorized(id, id, number, 1, "ACC-1", "credit-return", serial, "CAM-2", false, false, [], Now.AddDays(-60), today.AddDays(-30))),
            "Withdrawn" => Publish(new ReturnWithdrawn(id, id, number, 1, Now, "test")),
            "DeadlineReached" => Publish(new ReturnDeadlineReached(id, id, number, 1, today.AddDays(30))),
            "Received" => Publish(new UnitReceived(id, id, number, 1, serial, id, Now, Now)),
            "Inspected" => Publish(new InspectionCompleted(id, id, number, 1, serial, new UnitCondition(false, false, false, [], "intact", false, false, null, []), "ina", Now)),
            "Credited" => Publish(new CreditIssued(id, id, id, id, number, 1, "ACC-1", serial, "INV", 180m, "USD", [new("price", 180m)], Now, today, "v", ["C2"])),
            "Restated" => Publish(new PurchaseRestated(id, id, number, Now)),
            "Denied" => Publish(new CreditDenied(id, id, id, number, 1, "ACC-1", serial, "late", Now, "v", ["C2"])),
            "Referred" => Publish(new CreditReferred(id, id, id, number, 1, "ACC-1", serial, "damage", [], Now, "v", ["C5"])),
            "ReleasedToStock" => Publish(new UnitReleasedToStock(id, id, id, number, 1, serial, Now)),
            _ => Publish(new UnitReturnedUnrepaired(id, id, id, number, 1, serial, "UPS Ground", "1Z", Now)),
        });
        return messageId;

        Task Publish<T>(T body) where T : class => issuance.Publish(body, messageId);
    }
}
