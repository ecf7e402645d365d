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

    [Theory]
    [MemberData(nameof(ReturnTable.States), MemberType = typeof(ReturnTable))]
    public async Task Every_message_has_a_defined_answer_in(string state)
    {
        var seen = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(ReturnTable.Messages, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (message, _) =>
        {
            var serial = $"SAGA-{state}-{message}";
            var id = Guid.CreateVersion7();
            await Bring(id, serial, ReturnTable.Ways[state], state);
            seen[message] = await AnswerTo(state, message, id, serial);
        });

        Assert.Equal(
            ReturnTable.Messages.Select(message => (message, ReturnTable.Answer(state, message))).OrderBy(pair => pair.message),
            seen.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(ReturnTable.OtherWays), MemberType = typeof(ReturnTable))]
    public async Task Each_remedy_goes_its_own_way(string remedy, string way, string state)
    {
        var id = Guid.CreateVersion7();
        await Bring(id, $"WAY-{remedy}-{Math.Abs(way.GetHashCode(StringComparison.Ordinal))}", [$"Authorized:{remedy}", .. way.Split(' ')],
            state);
    }

    // Each step waits for the one before, as its real sender does: nobody answers a question that was not yet asked.
    private async Task Bring(Guid id, string serial, string[] way, string state)
    {
        foreach (var (step, index) in way.Select((step, index) => (step, index)))
            await DealtWith(await Say(step, id, serial, $"{serial}-{index}"), step);
        await InState(id, state);
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
        || await issuance.Scalar<long>($"select count(*) from quarantine where message_id = '{messageId}'") == 1,
        $"{what} to be dealt with");

    private Task InState(Guid id, string state) => Wait.Until(
        () => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), seen =>
            seen == state, $"{id} to be {state}");

    private async Task<Guid> Say(string message, Guid id, string serial, string? name = null)
    {
        var messageId = name is null ? Guid.CreateVersion7() : EventSourcing.NameBasedId.Of($"{id}/{name}");
        const string number = "RMA-222222-2";
        var today = IssuanceUnderTest.Today;
        var (kind, detail) = message.Split(':') is [var first, var second] ? (first, second) : (message, null);
        await (kind switch
        {
            "Authorized" => Publish(new ReturnAuthorized(
                id, id, number, 1, "ACC-1", detail ?? "credit-return", serial, "CAM-2", false, false, ["bracket"], Now, today.AddDays(30),
                new WarrantyCoverage(detail != "paid-repair", today.AddDays(detail == "paid-repair" ? -1 : 100), "warranty", today), "A")),
            "AuthorizedLongAgo" => Publish(new ReturnAuthorized(
                id, id, number, 1, "ACC-1", detail
                    ?? "credit-return", serial, "CAM-2", false, false, [], Now.AddDays(-60), today.AddDays(-30))),
            "Withdrawn" => Publish(new ReturnWithdrawn(id, id, number, 1, Now, "test")),
            "DeadlineApproaching" => Publish(new ReturnDeadlineApproaching(id, id, number, 1, today.AddDays(30))),
            "DeadlineReached" => Publish(new ReturnDeadlineReached(id, id, number, 1, today.AddDays(30))),
            "Received" => Publish(new UnitReceived(id, id, number, 1, serial, id, Now, Now)),
            "Inspected" =>
                Publish(new InspectionCompleted(
                id, id, number, 1, serial, new UnitCondition(false, false, false, [], "intact", false, false, null, []), "ina", Now)),
            "Credited" =>
                Publish(new CreditIssued(id, id, id, id, number, 1, "ACC-1", serial, "INV", 180m, "USD", [new("price", 180m)], Now, today,
                "v", ["C2"])),
            "Ordered" => Publish(new ReplacementOrdered(id, id, number, 1, "PO-1", "CAM-2", Now, Now)),
            "Tested" =>
                Publish(new UnitTested(id, id, id, number, 1, serial, detail != "sound", "tried it", detail == "tampered" ? ["tampered"]
                : [], "tina", Now)),
            "Quoted" =>
                Publish(new RepairQuoted(id, id, id, number, 1, serial,
                int.Parse(detail ?? "1", System.Globalization.CultureInfo.InvariantCulture), 90m, "USD", "board", "/quote-links/x", Now,
            "v", ["O1"])), "Reminded" => Publish(
                new QuoteReminded(id, id, id, number, 1, serial, 1, 90m, "USD", "/quote-links/x", false, Now, Now)),
            "Approved" => Publish(new QuoteApproved(id, id, id, number, 1, serial, 1, 90m, "USD", "ada", Now)),
            "Declined" => Publish(new QuoteDeclined(id, id, id, number, 1, serial, 1, "too much", "ada", Now)),
            "Repaired" => Publish(new RepairCompleted(id, id, id, number, 1, serial, "new board", true, Now)),
            "ShippedBack" =>
                Publish(new UnitShippedBack(id, id, id, number, 1, serial, detail
                ?? "repaired", true, null, null, null, "UPS Ground", "1Z", null, Now)),
            "Replaced" =>
                Publish(new UnitReplaced(id, id, id, number, 1, serial, $"{serial}-R", detail
                ?? "refurbished-swap", "A", "UPS Ground", "1Z", null, Now)),
            "Extended" => Publish(new RepairWarrantyGranted(id, id, id, number, 1, serial, today, today.AddMonths(6), Now, "v", ["O2"])),
            "Charged" =>
                Publish(new ChargeRaised(id, id, id, id, number, 1, "ACC-1", serial, 90m, "USD", [new("repair", 90m)], Now, today, "v",
                ["O1"])),
            "NothingDue" => Publish(new NoChargeDue(id, id, id, number, 1, "ACC-1", serial, "covered", Now, "v", ["W1"])),
            "ChargeOpen" =>
                Publish(new ChargeReferred(id, id, id, number, 1, "ACC-1", serial, "no price", ["net price"], Now, "v", ["W13"])),
            "LoanerOut" => Publish(new LoanerSent(id, id, number, 1, "LOAN-1", Now)),
            "LoanerBack" => Publish(new LoanerReturned(id, id, number, 1, "LOAN-1", Now)),
            "FactsRequested" => Publish(new CreditFactsRequested(id, id, id, number, 1, Now)),
            "Nudged" => Publish(new ReturnNudged(id, id, number, 1, "olga", "test")),
            "Restated" => Publish(new PurchaseRestated(id, id, number, Now)),
            "Denied" =>
                Publish(new CreditDenied(id, id, id, number, 1, "ACC-1", serial, "late", Now, "v", ["C2"], detail is null ? null
                : $"credit.{detail}")),
            "Referred" => Publish(new CreditReferred(id, id, id, number, 1, "ACC-1", serial, "damage", [], Now, "v", ["C5"])),
            "ReleasedToStock" => Publish(new UnitReleasedToStock(id, id, id, number, 1, serial, Now)),
            "ReturnedUnrepaired" => Publish(new UnitReturnedUnrepaired(id, id, id, number, 1, serial, "UPS Ground", "1Z", Now, detail)),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message, null),
        });
        return messageId;

        Task Publish<T>(T body) where T : class => issuance.Publish(body, messageId);
    }
}
