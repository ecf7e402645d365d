using Microsoft.AspNetCore.Builder;
using Rma.Contracts.Console.V1;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>The console with queues for all its messages; the other services are played by the test.</summary>
public class ConsoleUnderTest : ServiceUnderTest
{
    protected override string Name => "console";

    protected override WebApplication Build(string[] args) => ConsoleService.Build([.. args, .. Settings]);

    /// <summary>Settings beyond the usual ones.</summary>
    protected virtual string[] Settings => [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Listen<TellPast>();
        AddKey("partner-2", "partner", account: "ACC-2");
    }

    /// <summary>Tells what happened, in this order.</summary>
    public async Task Tell(params object[] messages)
    {
        foreach (var message in messages) await Publish(message);
    }

    /// <summary>Waits until a return is in a state.</summary>
    internal Task InState(Told told, string state) => Wait.Until(
        () => Get("returns-desk", $"/returns/{told.ReturnId}"), answer => answer.Body?["return"]?["state"]?.GetValue<string>() == state,
        $"{told.Serial} in {state}");

    /// <summary>Answers the questions of a rebuild: what issuance told, nothing of the others.</summary>
    public async Task<Guid> TellPast(Guid rebuildId, params (Guid Id, object Message)[] past)
    {
        PastMessage[] messages = [.. past.Select(said => new PastMessage(
            said.Id, $"{said.Message.GetType().Namespace}:{said.Message.GetType().Name}", Told.Monday,
            System.Text.Json.JsonSerializer.Serialize(said.Message, said.Message.GetType(), PastReader.Json), null, "ada"))];
        await Publish(new Contracts.Issuance.V1.PastTold(rebuildId, 1, "somewhere", messages[..(messages.Length / 2)]));
        await Publish(new Contracts.Receiving.V1.PastTold(rebuildId, 1, null, []));
        await Publish(new Contracts.Repair.V1.PastTold(rebuildId, 1, null, []));
        await Publish(new Contracts.Credit.V1.PastTold(rebuildId, 1, null, []));
        await Publish(new Contracts.Issuance.V1.PastTold(rebuildId, 1, "somewhere", messages[..(messages.Length / 2)]));
        await Wait.Until(() => Scalar<int>(
            $"select number from rebuild_sources where rebuild_id = '{rebuildId}' and service = 'issuance'"), number => number == 2,
            "the question for the second part");
        await Publish(new Contracts.Issuance.V1.PastTold(rebuildId, 2, null, messages[(messages.Length / 2)..]));
        return rebuildId;
    }
}
