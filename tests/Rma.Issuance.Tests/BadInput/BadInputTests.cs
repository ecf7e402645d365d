using System.Diagnostics;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests.BadInput;

/// <summary>Malformed and hostile input over HTTP and AMQP: each gets its answer or its reason, and nothing is written.</summary>
public sealed class BadInputTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static readonly Dictionary<string, BadMessage> Messages = BadFacts.All.Concat(BadDeliveries.All).ToDictionary(bad => bad.Name);
    private static readonly Dictionary<string, BadRequest> Requests = BadRequests.All.ToDictionary(bad => bad.Name);

    public static TheoryData<string> MessageNames => Testing.BadInput.Names(Messages.Keys);

    public static TheoryData<string> RequestNames => Testing.BadInput.Names(Requests.Keys);

    [Theory]
    [MemberData(nameof(MessageNames))]
    public Task A_bad_message_is_put_aside_with_its_reason_and_writes_nothing(string name) =>
        Testing.BadInput.IsPutAside(issuance, Messages[name]);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public Task A_bad_request_is_answered_with_its_code_and_writes_nothing(string name) =>
        Testing.BadInput.IsAnswered(issuance, Requests[name]);
}

/// <summary>Valid messages among invalid ones: dead-lettered messages do not block the queue.</summary>
public sealed class GoodBesideBadTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private const int Good = 200;

    [Fact]
    public async Task Good_messages_get_through_at_once_between_all_the_bad_ones()
    {
        BadMessage[] bad = [.. BadFacts.All.Concat(BadDeliveries.All)];
        var (ids, watch, next) = (bad.Select(_ => Guid.CreateVersion7()).ToArray(), Stopwatch.StartNew(), 0);
        for (var sent = 0; sent < Good; sent++)
        {
            await issuance.PublishPlain(new UnitShipped(
                $"SH-BESIDE-{sent}", 1, $"BESIDE-{sent}", "CAM-2", "ACC-1", IssuanceUnderTest.Now.AddDays(-3)));
            for (; next < bad.Length * (sent + 1) / Good; next++)
                await issuance.PublishRaw(bad[next].Exchange, bad[next].Body, bad[next].ContentType, ids[next].ToString(), bad[next].Proven,
                    bad[next].Type);
        }

        await Wait.Until(() => issuance.Scalar<long>("select count(*) from mt_events where stream_id like 'unit-BESIDE-%'"), count =>
            count == Good, "the good ones", 20);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{Good} good messages took {watch.Elapsed} between {bad.Length} bad ones.");
        await Wait.Until(() => issuance.Scalar<long>("select count(*) from quarantine"), count =>
            count >= bad.Length, "all the bad ones to be dead letters", 20);
        foreach (var (message, id) in bad.Zip(ids))
            Assert.True(await issuance.Scalar<string>(
                $"select string_agg(code, ',') from quarantine where message_id = '{id}'") == message.Code, message.Name);
        Assert.Equal((200, 201), ((await issuance.Get("returns-desk", "/units/BESIDE-0")).Status, (await Ask()).Status));

        async Task<HttpAnswer> Ask()
        {
            await issuance.Sold("BESIDE-ASKED");
            return await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "BESIDE-ASKED" } });
        }
    }
}
