using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
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
        await issuance.Publish(new ReturnAuthorized(
            id, id, "RMA-222222-2", 1, "ACC-1", "credit-return", "STUCK-1", "CAM-2", false, false, ["bracket"], now,
            IssuanceUnderTest.Today.AddDays(30)));
        await InState(id, "AwaitingArrival");
        await issuance.Publish(new UnitReceived(id, id, "RMA-222222-2", 1, "STUCK-1", id, now, now));
        await InState(id, "AwaitingInspection");
        await issuance.Publish(new InspectionCompleted(
            id, id, "RMA-222222-2", 1, "STUCK-1", new(false, false, false, [], "intact", false, false, null, []), "ina", now));
        await InState(id, "AwaitingCredit");
        await Wait.Until(asked.Take, message => message?.ReturnId == id, "the first question");
        Assert.False(await IsListed(id));

        await issuance.Scalar<object>($"update sagas set entered_at = now() - interval '1 hour' where correlation_id = '{id}'");
        Assert.True(await IsListed(id));
        Assert.Equal(202, (await issuance.Post("operator", $"/platform/stuck/{id}/retry", new { reason = "credit was away" })).Status);
        await Wait.Until(asked.Take, message => message?.ReturnId == id, "the second question");
        await Wait.Until(() => IsListed(id), listed => !listed, "it to be under way again");
        Assert.Equal("already", (await issuance.Post("operator", $"/platform/stuck/{id}/retry", new { reason = "again" }))
            .Body!["outcome"]!.GetValue<string>());
        Assert.Equal(1, await issuance.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'return-{id}' and type = 'return_noted' and data->>'Message' = 'Nudged'"));
    }

    [Fact]
    public async Task C2_what_it_hears_meanwhile_makes_it_no_younger_and_the_platforms_clock_counts()
    {
        var (id, now) = (Guid.CreateVersion7(), IssuanceUnderTest.Now);
        await issuance.Publish(new ReturnAuthorized(
            id, id, "RMA-222222-2", 1, "ACC-1", "credit-return", "STUCK-2", "CAM-2", false, false, [], now,
            IssuanceUnderTest.Today.AddDays(30)));
        await InState(id, "AwaitingArrival");
        await issuance.Publish(new UnitReceived(id, id, "RMA-222222-2", 1, "STUCK-2", id, now, now));
        await InState(id, "AwaitingInspection");
        await MoveClock(TimeSpan.FromDays(4));
        try
        {
            Assert.True(await IsListed(id));
            await issuance.Publish(new UnitReceived(id, id, "RMA-222222-2", 1, "STUCK-2", id, now, now));
            await Wait.Until(() => issuance.Scalar<long>(
                $"select count(*) from mt_events where stream_id = 'return-{id}' and type = 'return_noted'"), count =>
                count > 0, "the repeat to be noted");
            Assert.True(await IsListed(id));
            var item = (await issuance.Get("operator", "/platform/stuck?limit=200")).Body!.AsArray()
                .Single(row => row!["id"]!.GetValue<string>() == id.ToString("D"))!;
            Assert.InRange(item["ageSeconds"]!.GetValue<long>(), 4 * 86_400 - 600, 4 * 86_400 + 600);
            await issuance.Post("operator", $"/platform/stuck/{id}/retry", new { reason = "the inspector is back" });
            Assert.False(await IsListed(id));
            await MoveClock(TimeSpan.FromDays(8));
            Assert.True(await IsListed(id));
            // Where it goes on it is young again.
            await issuance.Publish(new InspectionCompleted(
                id, id, "RMA-222222-2", 1, "STUCK-2", new(false, false, false, [], "intact", false, false, null, []), "ina", now));
            await InState(id, "AwaitingCredit");
            Assert.False(await IsListed(id));
        }
        finally
        {
            await MoveClock(TimeSpan.Zero);
        }
    }

    private async Task MoveClock(TimeSpan ahead)
    {
        using var http = issuance.As("operator");
        http.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var response = await http.PutAsync(
            new Uri("/platform/clock", UriKind.Relative),
        System.Net.Http.Json.JsonContent.Create(new { offsetSeconds = (long)ahead.TotalSeconds }));
        response.EnsureSuccessStatusCode();
    }

    private Task InState(Guid id, string state) =>
        Wait.Until(() => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), seen => seen == state, state);

    private async Task<bool> IsListed(Guid id) => (await issuance.Get("operator", "/platform/stuck?limit=200")).Body!.AsArray()
        .Any(item => item!["id"]!.GetValue<string>() == id.ToString("D") && item["kind"]!.GetValue<string>() == "saga");
}
