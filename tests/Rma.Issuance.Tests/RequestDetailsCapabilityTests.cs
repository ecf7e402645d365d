using Rma.Contracts.Credit.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Issuance.Rmas;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>The requester's details besides the items, and where they are shown.</summary>
public sealed class RequestDetailsCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static readonly object From =
        new { name = "Ada's warehouse", street = "1 Dock Road", city = "Oslo", country = "no", postalCode = "0150" };

    [Fact]
    public async Task D3_a_request_shows_its_references_contact_address_and_reasons_again()
    {
        await issuance.Sold("D3-1");
        await issuance.Sold("D3-2");
        var issued = await issuance.Listen<Contracts.Issuance.V1.RmaIssued>();
        var answer = await issuance.Post("partner", "/rmas", new
        {
            remedy = "warranty-repair", items = new[] { "D3-1" }, defect = "no picture at night",
            lines = new object[] { new { item = "D3-2", reasonCode = "restarts", defect = "every hour" } },
            reference = " PO-77 ", originalOrder = "SO-1", originalInvoice = "INV-D3-1",
            contact = new { name = "Bo", email = "bo@example.com", phone = "+47 1" }, shipFrom = From,
        });
        Assert.Equal(201, answer.Status);
        var view = (await issuance.Get("partner", $"/rmas/{answer.Body!["rmaNumber"]}")).Body!;
        Assert.Equal(("PO-77", "SO-1", "INV-D3-1", "bo@example.com", "NO"), (
            view["reference"]!.GetValue<string>(), view["originalOrder"]!.GetValue<string>(), view["originalInvoice"]!.GetValue<string>(),
            view["contact"]!["email"]!.GetValue<string>(), view["shipFrom"]!["country"]!.GetValue<string>()));
        Assert.Equal(
            [("D3-1", null, "no picture at night"), ("D3-2", "restarts", "every hour")],
            view["lines"]!.AsArray().Select(line =>
                (line!["item"]!.GetValue<string>(), line["reasonCode"]?.GetValue<string>(), line["defect"]?.GetValue<string>())));
        var told = await Wait.Until(issued.Take, message =>
            message?.RmaNumber == view["rmaNumber"]!.GetValue<string>(), "the number to be told");
        Assert.Equal("PO-77", told!.Reference);
        var paper = (await issuance.Get("partner", $"/rmas/{view["rmaNumber"]}/document.html")).Text;
        Assert.Contains("PO-77", paper, StringComparison.Ordinal);
        Assert.Contains("restarts: every hour", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D3_a_reason_that_names_a_defect_is_one()
    {
        await issuance.Sold("D3-3");
        await issuance.Sold("D3-4");
        Assert.Equal(201, (await Ask(new { item = "D3-3", reasonCode = "no-power" })).Status);
        Assert.NotEqual(201, (await Ask(new { item = "D3-4", reasonCode = "overstock" })).Status);
    }

    [Theory]
    [InlineData("""{"remedy":"credit-return","lines":[{"item":"A","reasonCode":"bored"}]}""", "rma.reason-unknown")]
    [InlineData("""{"remedy":"credit-return","lines":[{"item":"A"},{"item":" A"}]}""", "rma.item-repeated")]
    [InlineData("""{"remedy":"credit-return","lines":[{"item":" "}]}""", "rma.item-malformed")]
    [InlineData("""{"remedy":"credit-return","lines":[]}""", "rma.items-out-of-range")]
    [InlineData("""{"remedy":"credit-return"}""", "request.malformed")]
    [InlineData("""{"remedy":"credit-return","lines":[null]}""", "request.malformed")]
    [InlineData("""{"remedy":"credit-return","lines":[{"reasonCode":"other"}]}""", "rma.item-malformed")]
    [InlineData("""{"remedy":"credit-return","items":["A"],"contact":{"email":"bo at example"}}""", "rma.email-malformed")]
    [InlineData("""{"remedy":"credit-return","items":["A"],"contact":{"email":"Bo <bo@example.com>"}}""", "rma.email-malformed")]
    [InlineData("""{"remedy":"credit-return","items":["A"],"shipFrom":{"street":"1","city":"2","country":"Norway"}}""",
        "rma.detail-malformed")]
    [InlineData("""{"remedy":"credit-return","items":["A"],"shipFrom":{"street":"1","city":"2","country":"N1"}}""",
        "rma.country-malformed")]
    [InlineData("""{"remedy":"credit-return","items":["A"],"shipFrom":{"street":" ","city":"2","country":"NO"}}""",
        "rma.ship-from-incomplete")]
    [InlineData("""{"remedy":"credit-return","items":["A"],"reference":"two\nlines"}""", "request.malformed")]
    public async Task D3_a_request_that_is_wrong_in_itself_is_answered_with_its_code(string body, string code)
    {
        var answer = await issuance.Post("partner", "/rmas", System.Text.Json.Nodes.JsonNode.Parse(body)!);
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task C5_what_is_wrong_with_a_unit_goes_to_dock_bench_and_analyst()
    {
        await issuance.Sold("C5-1");
        var (expected, jobs, credits) =
            (await issuance.Listen<ExpectReturn>(), await issuance.Listen<OpenRepairJob>(), await issuance.Listen<AssessCredit>());
        var answer = await issuance.Post("partner", "/rmas", new
        {
            remedy = "warranty-repair", lines =
                new object[] { new { item = "C5-1", reasonCode = "no-picture", defect = "black since Tuesday" } },
        });
        var dock = (await Wait.Until(expected.Take, message => message?.SerialNumber == "C5-1", "the dock to be told"))!;
        Assert.Equal(("no-picture", "black since Tuesday"), (dock.ReasonCode, dock.Defect));
        await Arrive(dock);
        var job = (await Wait.Until(jobs.Take, message => message?.SerialNumber == "C5-1", "the bench to be asked"))!;
        Assert.Equal(("no-picture", "black since Tuesday"), (job.ReasonCode, job.Defect));
        var row = (await issuance.Get("returns-desk", $"/returns?rmaNumber={answer.Body!["rmaNumber"]}")).Body!.AsArray().Single()!;
        Assert.Equal("black since Tuesday", row["defect"]!.GetValue<string>());

        await issuance.Sold("C5-2");
        await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "C5-2" }, defect = "wrong colour" });
        await Arrive((await Wait.Until(expected.Take, message => message?.SerialNumber == "C5-2", "the dock to be told"))!);
        var credit = (await Wait.Until(credits.Take, message => message?.SerialNumber == "C5-2", "credit to be asked"))!;
        Assert.Equal((null, "wrong colour"), (credit.ReasonCode, credit.Defect));
    }

    [Fact]
    public void D3_an_earlier_request_says_the_same_of_every_item()
    {
        var before = new RmaRequest(Guid.Empty, "ACC-1", "warranty-repair", ["A", "B"], "ada", "no picture");
        Assert.Equal((new RequestedLine("A", null, "no picture"), true), (before.Said("A"), before.SaysDefect("A")));
        var now = before with { Lines = [new("B", "overstock")] };
        Assert.Equal((new RequestedLine("B", "overstock", "no picture"), true), (now.Said("B"), now.SaysDefect("B")));
        Assert.False((now with { Defect = null }).SaysDefect("A"));
    }

    private Task<HttpAnswer> Ask(object line) =>
        issuance.Post("partner", "/rmas", new { remedy = "warranty-repair", lines = new[] { line } });

    private async Task Arrive(ExpectReturn line)
    {
        var now = IssuanceUnderTest.Now;
        await issuance.Publish(new UnitReceived(
            line.ReturnId, line.RmaId, line.RmaNumber, line.Line, line.SerialNumber, Guid.CreateVersion7(), now, now));
        await issuance.Publish(new InspectionCompleted(
            line.ReturnId, line.RmaId, line.RmaNumber, line.Line, line.SerialNumber,
            new(false, false, false, [], "intact", false, false, null, []), "ines", now));
    }
}
