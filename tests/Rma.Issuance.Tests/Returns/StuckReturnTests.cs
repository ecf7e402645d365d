using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Issuance.Returns;
using Rma.Testing;

namespace Rma.Issuance.Tests.Returns;

/// <summary>A return that has waited too long is seen, and asks its question again when an operator nudges it.</summary>
public sealed class StuckReturnTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task A_return_that_credit_never_answered_is_listed_and_asks_again()
    {
        var asked = await issuance.Listen<AssessCredit>();
        var (id, now) = (Guid.CreateVersion7(), IssuanceUnderTest.Now);
        await issuance.Publish(new ReturnAuthorized(id, id, "RMA-222222-2", 1, "ACC-1", "credit-return", "STUCK-1", "CAM-2", false, false, ["bracket"], now, IssuanceUnderTest.Today.AddDays(30)));
        await InState(id, "AwaitingArrival");
        await issuance.Publish(new UnitReceived(id, id, "RMA-222222-2", 1, "STUCK-1", id, now, now));
        await InState(id, "AwaitingInspection");
        await issuance.Publish(new InspectionCompleted(id, id, "RMA-222222-2", 1, "STUCK-1", new(false, false, false, [], "intact", false, false, null, []), "ina", now));
        await InState(id, "AwaitingCredit");
        await Wait.Until(asked.Take, message => message?.ReturnId == id, "the first question");
        Assert.False(await IsListed(id));

        await issuance.Scalar<object>($"update sagas set updated_at = now() - interval '1 hour' where correlation_id = '{id}'");
        Assert.True(await IsListed(id));
        Assert.Equal(202, (await issuance.Post("operator", $"/platform/stuck/{id}/retry", new { reason = "credit was away" })).Status);
        await Wait.Until(asked.Take, message => message?.ReturnId == id, "the second question");
        await Wait.Until(() => IsListed(id), listed => !listed, "it to be under way again");
        Assert.Equal("already", (await issuance.Post("operator", $"/platform/stuck/{id}/retry", new { reason = "again" })).Body!["outcome"]!.GetValue<string>());
        Assert.Equal(1, await issuance.Scalar<long>($"select count(*) from mt_events where stream_id = 'return-{id}' and type = 'return_noted' and data->>'Message' = 'Nudged'"));
    }

    [Fact]
    public void Every_state_in_which_a_return_is_under_way_has_its_time()
    {
        var machine = new ReturnSaga();
        Assert.Equal(machine.Open.Select(state => state.Name).Order(), Waiting.Longest.Keys.Order());
    }

    private Task InState(Guid id, string state) => Wait.Until(() => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), seen => seen == state, state);

    private async Task<bool> IsListed(Guid id) => (await issuance.Get("operator", "/platform/stuck?limit=200")).Body!.AsArray()
        .Any(item => item!["id"]!.GetValue<string>() == id.ToString("D") && item["kind"]!.GetValue<string>() == "saga");
}
