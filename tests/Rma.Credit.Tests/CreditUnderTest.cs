using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Testing;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests;

/// <summary>The service with queues for all its messages to the saga and finance.</summary>
public class CreditUnderTest : ServiceUnderTest
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    public static readonly DateOnly Today = PolicyBook.Load().InForceAt(Now).Calendar.LocalDate(Now);

    private readonly ConcurrentDictionary<Guid, Lazy<Task>> witnessed = new();

    protected override string Name => "credit";

    protected override WebApplication Build(string[] args) =>
        CreditService.Build([.. args, "--Reconciliation:Pause=00:00:00.2", "--ControlTotals:Pause=00:00:00.2"]);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Listen<V1.CreditIssued>();
        await Listen<V1.CreditDenied>();
        await Listen<V1.CreditReferred>();
        await Listen<V1.ChargeRaised>();
        await Listen<V1.NoChargeDue>();
        await Listen<V1.ChargeReferred>();
        await ListenOn("finance", "credit-note");
        await ListenOn("finance", "charge-note");
        await ListenOn("finance", "control-total");
    }

    /// <summary>A sealed camera, paid with 180.00 plus 14.85 tax ten days ago, arrived yesterday.</summary>
    public static V1.AssessCredit Camera(string serial)
    {
        var id = Guid.CreateVersion7();
        return new(
            id, id, Guid.CreateVersion7(), RmaNumber.FromSequence(33).ToString(), 1, "ACC-1", serial, "CAM-2", IsLicense: false,
            Now.AddDays(-5), Now.AddDays(-1), new($"INV-{serial}", Today.AddDays(-10), 180m, 14.85m, "USD"),
            new(false, false, false, [], "intact", false, false, null, []), Now);
    }

    /// <summary>A scratched camera in an opened box, paid with 200.00 (E04).</summary>
    public static V1.AssessCredit Scratched(string serial) => Camera(serial) with
    {
        Purchase = new($"INV-{serial}", Today.AddDays(-20), 200m, 0m, "USD"),
        Condition = new(true, true, false, [], "intact", CosmeticDamage: true, false, "scratched housing", [new string('a', 64)]),
    };

    /// <summary>What a case is about was announced and received before, unless told otherwise.</summary>
    public override async Task Publish(object message, Guid? messageId = null)
    {
        if (message is V1.AssessCredit asked)
            await witnessed.GetOrAdd(asked.ReturnId, _ => new Lazy<Task>(() => Witness(asked))).Value;
        await PublishAlone(message, messageId);
    }

    private async Task Witness(V1.AssessCredit asked)
    {
        await PublishAlone(Announcement(asked));
        if (!asked.IsLicense) await PublishAlone(Receipt(asked));
        await Wait.Until(
            () => Scalar<long>($"select (select count(*) from returns_announced where return_id = '{asked.ReturnId}') + " +
                $"(select count(*) from units_received where return_id = '{asked.ReturnId}')"),
            count => count == (asked.IsLicense ? 1 : 2), "the witnesses of the return");
    }

    /// <summary>Publishes this and nothing before it.</summary>
    public Task PublishAlone(object message, Guid? messageId = null) => base.Publish(message, messageId);

    /// <summary>What issuance says of the return when it authorizes it.</summary>
    public static ReturnAuthorized Announcement(V1.AssessCredit asked) => new(
        asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.AccountId, asked.Remedy ?? Remedies.CreditReturn,
        asked.SerialNumber, asked.Sku, asked.IsLicense, HasDrive: false, [], asked.IssuedAt, Today.AddDays(30));

    /// <summary>What receiving says of its unit.</summary>
    public static UnitReceived Receipt(V1.AssessCredit asked) => new(
        asked.ReturnId, asked.RmaId, asked.RmaNumber, asked.Line, asked.SerialNumber, Guid.CreateVersion7(), Now.AddDays(-1),
        Now.AddDays(-1));

    public static Guid CreditIdOf(V1.AssessCredit asked) => NameBasedId.Of($"credit/{asked.ReturnId}");

    /// <summary>Waits until the case has a state.</summary>
    public Task InState(V1.AssessCredit asked, string state) => Wait.Until(
        () => Scalar<string>($"select state from credit_cases where credit_case_id = '{asked.CreditCaseId}'"), seen =>
            seen == state, $"{asked.SerialNumber} to be {state}");

    /// <summary>Waits until a message was processed.</summary>
    public Task Heard(Guid messageId) => Wait.Until(
        () => Scalar<long>($"select count(*) from inbox where message_id = '{messageId}'"), count =>
            count == 1, $"the inbox row of {messageId}");

    /// <summary>Waits until the outbox is empty.</summary>
    public Task AllSaid() => Wait.Until(() => Scalar<long>("select count(*) from outbox"), count => count == 0, "the outbox to be empty");

    public Task<HttpAnswer> Decide(V1.AssessCredit asked, object decision, string role = "credit-analyst", string? key = null) =>
        Post(role, $"/credit-cases/{asked.CreditCaseId}/decision", decision, key);

    public Task<HttpAnswer> ChooseFee(Guid id, object fee, string role = "credit-analyst") => Post(role, $"/credit-cases/{id}/fee", fee);

    /// <summary>Moves the clock of the service to an hour after the end of a business date.</summary>
    public Task MoveClockPast(DateOnly date) =>
        MoveClock(PolicyBook.Load().InForceAt(Now).Calendar.EndOfDay(date).AddHours(1) - TimeProvider.System.GetUtcNow());

    /// <summary>Moves the clock of the service ahead of real time.</summary>
    public async Task MoveClock(TimeSpan ahead)
    {
        using var http = As("operator");
        using var request = new HttpRequestMessage(
            HttpMethod.Put, new Uri("/platform/clock", UriKind.Relative)) { Content =
            JsonContent.Create(new { offsetSeconds = (long)ahead.TotalSeconds }) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Everything in a queue now.</summary>
    public static async Task<IReadOnlyList<JsonObject>> Drain(Listener<JsonObject> listener)
    {
        var all = new List<JsonObject>();
        while (await listener.Take() is { } note) all.Add(note);
        return all;
    }
}
