using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests;

/// <summary>
/// Somebody holds the broker's password of one service on the running platform and says everything that its user may say, for money.
/// Nothing is paid, nothing moves, it can be seen, and the real return goes its way.
/// </summary>
[Collection("stories")]
[Trait(Attack.Trait, Attack.OnMessages)]
public sealed class StolenPasswords(StoriesPlatform platform)
{
    private const string Envelope = "application/vnd.masstransit+json";

    [Fact]
    public async Task The_password_of_one_service_pays_nothing_whichever_it_is()
    {
        await using var finance = new FinanceDesk(platform.Settings);
        finance.Open();
        await using var real = new OneReturn(platform);
        await real.Authorize();
        await real.InState("AwaitingArrival");
        var returnId = await platform.Scalar<Guid>(
            "issuance", $"select correlation_id from sagas where data->>'RmaNumber' = '{real.RmaNumber}'");
        var before = await Paid();
        var said = new List<(string Hears, string Id)>();
        foreach (var (service, exchange, key, type, hears) in Deeds)
        {
            var id = Guid.CreateVersion7().ToString();
            await Say(service, exchange, key, id, type is null ? Note(real) : Message(type, id, returnId, real));
            if (hears is not null) said.Add((hears, id));
        }

        foreach (var (hears, id) in said)
            Assert.Equal("message.unsigned", await Wait.Until(
                () => platform.Scalar<string>(hears, $"select code from quarantine where message_id = '{id}'"), code => code is not null,
                $"{hears} to put {id} aside"));
        await Wait.Until(() => Task.FromResult(finance.Unproven), count => count == 2, "finance to see the forged notes");
        Attack.Tried(Attack.OnMessages, Deeds.Length, (int)(await Paid() - before));
        Assert.Equal(before, await Paid());
        Assert.Null(finance.NoteFor("INVENTED"));
        await real.InState("AwaitingArrival");

        await real.Receive();
        await real.Inspect();
        await real.InState("OnBench");
        await Wait.Until(() => Task.FromResult(finance.NoteFor(real.Serial) is not null), "the real note");
        Assert.Equal(before + 1, await Paid());
    }

    // Whose password, where to, what it claims to be, who puts it aside.
    private static readonly (string Service, string Exchange, string Key, string? Type, string? Hears)[] Deeds =
    [
        ("issuance", "Rma.Contracts.Credit.V1:AssessCredit", "", "Rma.Contracts.Credit.V1:AssessCredit", "credit"),
        ("issuance", "Rma.Contracts.Issuance.V1:CreditBasisChanged", "", "Rma.Contracts.Issuance.V1:CreditBasisChanged", "credit"),
        ("receiving", "Rma.Contracts.Receiving.V1:UnitReceived", "", "Rma.Contracts.Receiving.V1:UnitReceived", "issuance"),
        ("receiving", "Rma.Contracts.Receiving.V1:InspectionCompleted", "", "Rma.Contracts.Receiving.V1:InspectionCompleted", "issuance"),
        ("repair", "Rma.Contracts.Repair.V1:UnitReturnedUnrepaired", "",
            "Rma.Contracts.Receiving.V1:InspectionCompleted", "issuance"),
        ("repair", "Rma.Contracts.Repair.V1:RepairQuoted", "", "Rma.Contracts.Repair.V1:RepairQuoted", "issuance"),
        ("credit", "Rma.Contracts.Credit.V1:CreditIssued", "", "Rma.Contracts.Credit.V1:CreditIssued", "issuance"),
        ("credit", "finance", "credit-note", null, null),
        ("credit", "finance", "charge-note", null, null),
    ];

    private Task<long> Paid() => platform.Scalar<long>("credit", "select count(*) from credits");

    private async Task Say(string service, string exchange, string key, string id, byte[] body)
    {
        var password = File.ReadLines(Path.Combine(platform.Folder, "secrets", "secrets.env"))
            .Single(line => line.StartsWith($"BROKER_{service.ToUpperInvariant()}_PASSWORD=", StringComparison.Ordinal)).Split('=', 2)[1];
        var factory = platform.Settings.Connecting(platform.Settings.Broker("FINANCE"));
        (factory.UserName, factory.Password, factory.AutomaticRecoveryEnabled) = (service, password, false);
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(exchange, key, true, new BasicProperties
        {
            UserId = service, MessageId = id, ContentType = key.Length == 0 ? Envelope : "application/json", Persistent = true,
        }, body);
    }

    private static byte[] Message(string type, string id, Guid returnId, OneReturn real) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["messageId"] = id, ["messageType"] = new JsonArray($"urn:message:{type}"),
        ["message"] = new JsonObject { ["returnId"] = returnId.ToString(), ["rmaNumber"] = real.RmaNumber, ["serialNumber"] = real.Serial },
    }.ToJsonString());

    private static byte[] Note(OneReturn real) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["creditId"] = Guid.CreateVersion7().ToString(), ["rmaNumber"] = real.RmaNumber, ["serialNumber"] = "INVENTED",
        ["amount"] = 9_999_999m, ["currency"] = "USD",
    }.ToJsonString());
}
