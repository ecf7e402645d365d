using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Inspections over HTTP and AMQP.</summary>
public sealed class InspectionCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    private static readonly object Sound = new
    {
        retailBoxOpened = false, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
        serialLabel = "intact", cosmeticDamage = false, internalDamage = false,
    };

    [Fact]
    [Trait("Rule", "C4/103")]
    public async Task A_unit_is_inspected_once_and_told_about()
    {
        var done = await dock.Listen<V1.InspectionCompleted>();
        var asked = await dock.Expected("INSP-1");
        var path = $"/units/{asked.ReturnId}/inspection";
        Assert.Equal((409, "unit.not-received"), Problem(await dock.Post("inspector", path, Sound)));
        await dock.ScanUnit(await dock.AcceptedParcel("insp", asked.RmaNumber), "insp-1", "INSP-1");

        var waiting = (await dock.Get("inspector", "/units?state=awaiting-inspection")).Body!.AsArray()
            .Single(row => row!["returnId"]!.GetValue<string>() == asked.ReturnId.ToString())!;
        Assert.Equal(["power supply", "bracket"], waiting["accessories"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("Inspect the unit and record what is seen.", waiting["nextAction"]!.GetValue<string>());

        var photo = await dock.Photo("a scratch");
        var scratched = new
        {
            retailBoxOpened = true, factorySealBroken = true, enclosureOpened = false, missingAccessories = new[] { "bracket" },
            serialLabel = "intact", cosmeticDamage = true, internalDamage = false, photos = new[] { photo },
        };
        Assert.Equal(204, (await dock.Post("inspector", path, scratched)).Status);
        Assert.Equal(204, (await dock.Post("inspector", path, scratched)).Status);
        Assert.Equal((409, "inspection.already-completed"), Problem(await dock.Post("inspector", path, Sound)));

        var told = await done.Next();
        Assert.Equal((asked.ReturnId, "inspector", true), (told.ReturnId, told.InspectedBy, told.Condition.CosmeticDamage));
        Assert.Equal(["bracket"], told.Condition.MissingAccessories);
        Assert.Equal([photo], told.Condition.Photos);
        Assert.Null(await done.Take());
        var row = await dock.Get("auditor", $"/units/{asked.ReturnId}");
        Assert.Equal(("inspected", null), (row.Body!["state"]!.GetValue<string>(), row.Body["nextAction"]));
    }

    [Theory]
    [InlineData("""{"missingAccessories":["remote"]}""", "inspection.unknown-accessory")]
    [InlineData("""{"serialLabel":"fine"}""", "inspection.unknown-serial-label")]
    [InlineData("""{"internalDamage":true}""", "inspection.evidence-missing")]
    [InlineData("""{"cosmeticDamage":null}""", "request.malformed")]
    [InlineData("""{"colour":"red"}""", "request.malformed")]
    [InlineData("""{"photos":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}""", "photo.unknown")]
    public async Task An_inspection_that_is_wrong_in_itself_changes_nothing(string change, string code)
    {
        var asked = await dock.Expected($"BAD-{code}-{change.Length}");
        await dock.ScanUnit(await dock.AcceptedParcel($"bad-{code}-{change.Length}", asked.RmaNumber), $"bad-{code}-{change.Length}",
            asked.SerialNumber);
        var body = System.Text.Json.JsonSerializer.SerializeToNode(Sound)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject()) body[name] = value?.DeepClone();
        Assert.Equal((400, code), Problem(await dock.Post("inspector", $"/units/{asked.ReturnId}/inspection", body)));
        Assert.Equal(403, (await dock.Post("scanner", $"/units/{asked.ReturnId}/inspection", Sound)).Status);
        Assert.Equal("awaiting-inspection", (await dock.Get("inspector", $"/units/{asked.ReturnId}")).Body!["state"]!.GetValue<string>());
    }

    private static (int, string?) Problem(HttpAnswer answer) => (answer.Status, answer.Code);
}
