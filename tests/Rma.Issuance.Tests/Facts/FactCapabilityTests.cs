using System.Text.Json.Nodes;
using Rma.Contracts.Billing.V1;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Licensing.V1;
using Rma.Contracts.Orders.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;
using static Rma.Issuance.Tests.IssuanceUnderTest;

namespace Rma.Issuance.Tests.Facts;

/// <summary>Facts as real systems send them, corrected, moved, contradictory and withdrawn: on a real database and broker.</summary>
public sealed class FactCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static UnitInvoiced Line(
        string invoice, string serial, int revision = 1, decimal price = 180m, string account = "ACC-1", string sku = "CAM-2",
        int daysAgo = 10) =>
        new(invoice, 1, revision, serial, sku, account, Today.AddDays(-daysAgo), price, 0m, 0m, 5m, "USD");

    private Task<HttpAnswer> Ask(string serial, string remedy = "credit-return", string account = "ACC-1") =>
        issuance.Post("returns-desk", "/rmas", new { remedy, items = new[] { serial }, accountId = account, defect = "no picture" });

    private Task Stated(string line, long statements) => issuance.Events($"invoice-line-{line}", statements);

    private static string? Code(HttpAnswer answer) => (answer.Body as JsonObject)?["lines"]?[0]?["code"]?.GetValue<string>() ?? answer.Code;

    private Task<bool> DeadLettered(string about) => Wait.Until(async () =>
        (await issuance.Get("operator", "/quarantine")).Text.Contains(about, StringComparison.Ordinal), $"{about} among the dead letters")
            .ContinueWith(_ => true, TaskScheduler.Default);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A3_an_invoice_line_that_moves_takes_the_purchase_along_in_any_order(bool newestFirst)
    {
        var name = newestFirst ? "A3R" : "A3F";
        UnitInvoiced[] told = [Line($"{name}-INV", $"{name}-A"), Line($"{name}-INV", $"{name}-B", 2)];
        if (newestFirst) told = [.. told.Reverse()];
        for (var at = 0; at < told.Length; at++)
        {
            await issuance.PublishPlain(told[at]);
            await Stated($"{name}-INV/1", at + 1);
        }

        Assert.Equal(201, (await Ask($"{name}-B")).Status);
        var former = await Ask($"{name}-A");
        Assert.True(former.Status is 202 or 409, former.Text);
        Assert.DoesNotContain("\"authorized\"", former.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A3_an_open_return_is_asked_again_without_the_purchase_that_moved_away()
    {
        await issuance.PublishPlain(Line("A3O-INV", "A3O-A"));
        await Stated("A3O-INV/1", 1);
        var questions = await issuance.Listen<AssessCredit>();
        var asked = await Ask("A3O-A");
        var line = await Arrive(asked.Body!, "A3O-A");
        var first = await Wait.Until(questions.Take, question => question?.ReturnId == line, "the question");
        Assert.Equal(180m, first!.Purchase!.NetPrice);
        await issuance.PublishPlain(Line("A3O-INV", "A3O-B", 2));
        var again = await Wait.Until(questions.Take, question => question?.ReturnId == line, "the question once more");
        Assert.Null(again!.Purchase);
    }

    [Fact]
    public async Task A4_the_same_revision_with_another_serial_number_is_a_dead_letter_and_the_first_stands()
    {
        await issuance.PublishPlain(Line("A4-INV", "A4-A"));
        await Stated("A4-INV/1", 1);
        await issuance.PublishPlain(Line("A4-INV", "A4-B"));
        await DeadLettered("A4-B");
        Assert.Equal(201, (await Ask("A4-A")).Status);
        Assert.NotEqual(201, (await Ask("A4-B")).Status);
    }

    [Fact]
    public async Task A8_two_sales_on_one_day_are_referred_naming_both()
    {
        await issuance.PublishPlain(Line("INV-9", "A8-S"));
        await issuance.PublishPlain(Line("INV-10", "A8-S", price: 150m));
        await issuance.Recorded("A8-S", "unit_purchase_recorded", 2);
        var answer = await Ask("A8-S");
        Assert.Equal((202, "line.facts-contradict"), (answer.Status, Code(answer)));
        Assert.Contains("INV-9", answer.Text, StringComparison.Ordinal);
        Assert.Contains("INV-10", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A14_a_unit_that_ships_in_the_future_is_referred()
    {
        await issuance.PublishPlain(new UnitShipped("A14-SH", 1, "A14-S", "CAM-2", "ACC-1", Now.AddDays(400)));
        await issuance.Recorded("A14-S", "unit_shipment_recorded", 1);
        var answer = await Ask("A14-S", "warranty-repair");
        Assert.Equal((202, "line.shipped-after-request"), (answer.Status, Code(answer)));
    }

    [Fact]
    public async Task A15_one_serial_number_on_two_products_is_referred_unless_the_product_is_named()
    {
        await issuance.PublishPlain(Line("A15-INV", "0003", daysAgo: 40));
        await issuance.PublishPlain(new UnitShipped("A15-SH", 1, "0003", "NVR-1", "ACC-2", Now.AddDays(-20)));
        await issuance.Recorded("0003", "unit_shipment_recorded", 1);
        await issuance.Recorded("0003", "unit_purchase_recorded", 1);
        var answer = await Ask("0003", "warranty-repair");
        Assert.Equal((202, "line.facts-contradict"), (answer.Status, Code(answer)));
        Assert.Contains("NVR-1", answer.Text, StringComparison.Ordinal);
        Assert.Contains("CAM-2", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D1_a_shipment_taken_back_decides_again_what_rested_on_it()
    {
        await issuance.PublishPlain(new UnitShipped("D1-SH", 1, "D1-S", "CAM-2", "ACC-1", Now.AddDays(-50)));
        await issuance.Recorded("D1-S", "unit_shipment_recorded", 1);
        Assert.Equal(201, (await Ask("D1-S", "warranty-repair")).Status);
        await issuance.PublishPlain(new UnitShipped("D1-SH", 2, "D1-S", "CAM-2", "ACC-1", Now.AddDays(-50), true));
        await issuance.Recorded("D1-S", "unit_decided", 2);
        var life = (await issuance.Get("returns-desk", "/biographies?serialNumber=D1-S")).Body![0]!;
        var decisions = life["decisions"]!.AsArray();
        Assert.Equal(("Yes", false), (decisions[0]!["outcome"]!.GetValue<string>(), decisions[0]!["standing"]!.GetValue<bool>()));
        Assert.Equal(("Refer", true), (decisions[1]!["outcome"]!.GetValue<string>(), decisions[1]!["standing"]!.GetValue<bool>()));
        Assert.Contains("taken back", decisions[1]!["because"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task D1_an_invoice_line_taken_back_is_no_purchase_and_can_be_stated_again()
    {
        await issuance.PublishPlain(Line("D1-INV", "D1-P"));
        await issuance.PublishPlain(Line("D1-INV", "D1-P", 2) with { Withdrawn = true });
        await Stated("D1-INV/1", 2);
        Assert.NotEqual(201, (await Ask("D1-P")).Status);
        await issuance.PublishPlain(Line("D1-INV", "D1-P", 3, 170m));
        await Stated("D1-INV/1", 3);
        Assert.Equal(201, (await Ask("D1-P")).Status);
    }

    [Fact]
    public async Task D1_an_activation_taken_back_leaves_the_code_unused()
    {
        await issuance.PublishPlain(Line("D1L-INV", "D1L-CODE", sku: "VMS-1"));
        await issuance.PublishPlain(new LicenseActivated("D1L-CODE", "VMS-1", Now.AddDays(-1)));
        await issuance.Recorded("D1L-CODE", "license_activation_recorded", 1);
        await issuance.Recorded("D1L-CODE", "unit_purchase_recorded", 1);
        Assert.Equal(409, (await Ask("D1L-CODE")).Status);
        await issuance.PublishPlain(new LicenseActivated("D1L-CODE", "VMS-1", Now.AddDays(-1), 2, true));
        await issuance.Recorded("D1L-CODE", "license_activation_recorded", 2);
        Assert.Equal(201, (await Ask("D1L-CODE")).Status);
    }

    [Fact]
    public async Task A5_an_order_that_no_longer_names_the_number_earns_no_credit()
    {
        var (rma, line) = await Advance("A5-1");
        await Order("A5-PO", rma);
        await Order("A5-PO", rma: null, revision: 2);
        var question = await Test(line, rma, "A5-1");
        Assert.Equal(("A5-PO", false), (question.Replacement!.PurchaseOrderId, question.Replacement.ReferencesRma));
    }

    [Fact]
    public async Task A6_an_order_that_moves_earns_a_credit_for_the_number_it_names_now_alone()
    {
        var (x, lineX) = await Advance("A6-X");
        var (y, lineY) = await Advance("A6-Y");
        await Order("A6-PO", x);
        await Order("A6-PO", y, revision: 2);
        Assert.False((await Test(lineX, x, "A6-X")).Replacement!.ReferencesRma);
        var question = await Test(lineY, y, "A6-Y");
        Assert.Equal((true, 1, 1, false),
            (question.Replacement!.ReferencesRma, question.Replacement.OrderLine, question.Replacement.Quantity,
            question.Replacement.UsedUp));
    }

    [Fact]
    public async Task A7_one_ordered_unit_is_credited_once_to_whoever_arrived_first_and_freed_when_that_one_is_denied()
    {
        string[] serials = ["A7-1", "A7-2", "A7-3"];
        foreach (var serial in serials) await issuance.Sold(serial);
        var answer = await issuance.Post(
            "returns-desk", "/rmas", new { remedy = "advance-replacement", items = serials, accountId = "ACC-1", defect = "no picture" });
        var rma = answer.Body!["rmaNumber"]!.GetValue<string>();
        var lines = answer.Body["lines"]!.AsArray()
            .ToDictionary(line => line!["item"]!.GetValue<string>(), line => line!["returnId"]!.GetValue<Guid>());
        await Order("A7-PO", rma);
        foreach (var (serial, minutes) in new[] { ("A7-3", 1), ("A7-1", 2), ("A7-2", 3) })
            await Receive(lines[serial], rma, serial, minutes);
        var later = await Test(lines["A7-1"], rma, "A7-1", received: true);
        Assert.Equal((true, true), (later.Replacement!.ReferencesRma, later.Replacement.UsedUp));
        var first = await Test(lines["A7-3"], rma, "A7-3", received: true);
        Assert.Equal((1, 1, false), (first.Replacement!.OrderLine, first.Replacement.Quantity, first.Replacement.UsedUp));

        var questions = await issuance.Listen<AssessCredit>();
        await issuance.Publish(new CreditDenied(
            lines["A7-3"], lines["A7-3"], Guid.Empty, rma, 3, "ACC-1", "A7-3", "no fault", Now, "us", ["V1"], "credit.no-fault-found"));
        var again = await Wait.Until(questions.Take, question => question?.ReturnId == lines["A7-1"], "the next one to be asked about");
        Assert.Equal((1, false), (again!.Replacement!.OrderLine, again.Replacement.UsedUp));
    }

    [Fact]
    public async Task D4_one_order_may_name_several_numbers_and_a_cancelled_one_stands_for_none()
    {
        var (x, lineX) = await Advance("D4-X");
        var (y, lineY) = await Advance("D4-Y");
        await issuance.PublishPlain(new PurchaseOrderPlaced(
            "D4-PO", 1, "ACC-1", null, [new(1, "CAM-2", 1, 180m, "USD", x), new(2, "CAM-2", 1, 180m, "USD", y)],
            TimeProvider.System.GetUtcNow()));
        await issuance.Events("purchase-order-D4-PO", 1);
        Assert.Equal(2, (await Test(lineY, y, "D4-Y")).Replacement!.OrderLine);
        await issuance.PublishPlain(new PurchaseOrderPlaced(
            "D4-PO", 2, "ACC-1", x, [new(1, "CAM-2", 1, 180m, "USD")], Now, Cancelled: true));
        await Wait.Until(() => issuance.Scalar<long>(
            "select count(*) from mt_events where stream_id = 'purchase-order-D4-PO' and type = 'order_stated'"), seen =>
            seen == 2, "the cancellation");
        Assert.Null((await Test(lineX, x, "D4-X")).Replacement!.PurchaseOrderId);
    }

    [Fact]
    public async Task D4_one_number_may_stand_on_several_orders_and_takes_the_first_that_has_room()
    {
        string[] serials = ["D4-1", "D4-2"];
        foreach (var serial in serials) await issuance.Sold(serial);
        var answer = await issuance.Post(
            "returns-desk", "/rmas", new { remedy = "advance-replacement", items = serials, accountId = "ACC-1", defect = "no picture" });
        var rma = answer.Body!["rmaNumber"]!.GetValue<string>();
        var lines = answer.Body["lines"]!.AsArray()
            .ToDictionary(line => line!["item"]!.GetValue<string>(), line => line!["returnId"]!.GetValue<Guid>());
        await Order("D4-PO-1", rma);
        await Order("D4-PO-2", rma);
        Assert.Equal("D4-PO-1", (await Test(lines["D4-1"], rma, "D4-1")).Replacement!.PurchaseOrderId);
        Assert.Equal("D4-PO-2", (await Test(lines["D4-2"], rma, "D4-2")).Replacement!.PurchaseOrderId);
    }

    [Fact]
    public async Task D4_an_order_with_one_number_that_was_never_issued_is_not_taken_at_all()
    {
        var (x, _) = await Advance("D4-Z");
        var unknown = Rma.Policy.RmaNumber.FromSequence(999_999).ToString();
        await issuance.PublishPlain(new PurchaseOrderPlaced("D4-BAD", 1, "ACC-1", x, [new(1, "CAM-2", 1, 180m, "USD")], Now, [unknown]));
        await DeadLettered(unknown);
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from mt_events where stream_id = 'purchase-order-D4-BAD'"));
    }

    private Task<HttpAnswer> AskFor(object line, string? invoice = null, string account = "ACC-1") =>
        issuance.Post("returns-desk", "/rmas",
            new { remedy = "credit-return", lines = new[] { line }, accountId = account, originalInvoice = invoice });

    [Fact]
    public async Task D3_a_quantity_of_a_product_without_serial_numbers_becomes_its_pieces_each_returned_once()
    {
        await issuance.PublishPlain(Line("D3-OLD", "-", sku: "CAM-2", daysAgo: 60) with { SerialNumber = null, Quantity = 2 });
        await issuance.PublishPlain(Line("D3-NEW", "-", sku: "CAM-2", daysAgo: 5) with { SerialNumber = null, Quantity = 3 });
        await Wait.Until(() => issuance.Scalar<long>("select count(*) from pieces where invoice_id in ('D3-OLD', 'D3-NEW')"), seen =>
            seen == 5, "five pieces");

        var two = await AskFor(new { sku = "CAM-2", quantity = 2, reasonCode = "overstock" });
        Assert.Equal(201, two.Status);
        Assert.Equal(["D3-NEW/1#1", "D3-NEW/1#2"], two.Body!["lines"]!.AsArray().Select(line => line!["item"]!.GetValue<string>()));
        Assert.All(two.Body["lines"]!.AsArray(), line => Assert.Equal("overstock", line!["reasonCode"]!.GetValue<string>()));
        var three = await AskFor(new { sku = "CAM-2", quantity = 3 });
        Assert.Equal(["D3-NEW/1#3", "D3-OLD/1#1", "D3-OLD/1#2"],
            three.Body!["lines"]!.AsArray().Select(line => line!["item"]!.GetValue<string>()));
        Assert.Equal((409, "rma.quantity-not-bought"), Answer(await AskFor(new { sku = "CAM-2", quantity = 1 })));
        Assert.Equal((409, "rma.quantity-not-bought"), Answer(await AskFor(new { sku = "CAM-2", quantity = 1 }, account: "ACC-2")));
    }

    [Fact]
    public async Task D3_a_quantity_that_makes_no_sense_is_refused()
    {
        Assert.Equal((400, "rma.quantity-malformed"), Answer(await AskFor(new { sku = "CAM-2", quantity = 0 })));
        Assert.Equal((400, "rma.quantity-malformed"), Answer(await AskFor(new { quantity = 2 })));
        Assert.Equal((400, "rma.quantity-malformed"), Answer(await AskFor(new { item = "S", sku = "CAM-2", quantity = 2 })));
        Assert.Equal((400, "rma.quantity-malformed"), Answer(await AskFor(new { sku = "CAM-2", quantity = 201 })));
        foreach (var bad in new[]
        {
            Line("D3-BAD-1", "S") with { Quantity = 2 }, Line("D3-BAD-2", "-") with { SerialNumber = null },
            Line("D3-BAD-3", "-") with { SerialNumber = null, Quantity = 501 },
            Line("D3-BAD-4", "INV-9/2#3"),
        })
        {
            await issuance.PublishPlain(bad);
            await DeadLettered(bad.InvoiceId);
        }
    }

    [Fact]
    public async Task D3_pieces_that_are_taken_back_or_become_fewer_are_nobodys()
    {
        var bought = Line("D3-LESS", "-", sku: "DOME-1", daysAgo: 5) with { SerialNumber = null, Quantity = 3 };
        await issuance.PublishPlain(bought);
        await Wait.Until(() => issuance.Scalar<long>("select count(*) from pieces where invoice_id = 'D3-LESS'"), seen =>
            seen == 3, "three pieces");
        await issuance.PublishPlain(bought with { Revision = 2, Quantity = 1 });
        await Wait.Until(() => issuance.Scalar<long>("select count(*) from pieces where invoice_id = 'D3-LESS'"), seen =>
            seen == 1, "one piece");
        Assert.Equal((409, "rma.quantity-not-bought"), Answer(await AskFor(new { sku = "DOME-1", quantity = 2 })));
    }

    [Fact]
    public async Task D5_one_serial_number_on_two_products_is_two_units_for_who_names_the_product()
    {
        await issuance.PublishPlain(Line("D5-INV", "D5-S"));
        await issuance.PublishPlain(Line("D5-INV-2", "D5-S", sku: "NVR-1", account: "ACC-2"));
        await issuance.Recorded("D5-S", "unit_purchase_recorded", 2);
        var camera = await AskFor(new { item = "D5-S", sku = "CAM-2" });
        Assert.Equal(201, camera.Status);
        Assert.Equal(201, (await AskFor(new { item = "D5-S", sku = "NVR-1" }, account: "ACC-2")).Status);
        Assert.Equal((409, "line.remedy-open"), (409, Code(await AskFor(new { item = "D5-S", sku = "CAM-2" }))));
    }

    private static (int, string?) Answer(HttpAnswer answer) => (answer.Status, answer.Code);

    private async Task<(string RmaNumber, Guid ReturnId)> Advance(string serial)
    {
        await issuance.Sold(serial);
        var answer = await Ask(serial, "advance-replacement");
        Assert.Equal(201, answer.Status);
        return (answer.Body!["rmaNumber"]!.GetValue<string>(), answer.Body["lines"]![0]!["returnId"]!.GetValue<Guid>());
    }

    private async Task Order(string order, string? rma, int revision = 1)
    {
        await issuance.PublishPlain(new PurchaseOrderPlaced(
            order, revision, "ACC-1", rma, [new(1, "CAM-2", 1, 180m, "USD")], TimeProvider.System.GetUtcNow()));
        await Wait.Until(() => issuance.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'purchase-order-{order}' and type = 'order_stated'"), seen =>
            seen >= revision, $"{order} revision {revision}");
    }

    private async Task<Guid> Arrive(JsonNode rma, string serial)
    {
        var (number, line) = (rma["rmaNumber"]!.GetValue<string>(), rma["lines"]![0]!["returnId"]!.GetValue<Guid>());
        await Receive(line, number, serial, 1);
        await Inspect(line, number, serial);
        return line;
    }

    private async Task Receive(Guid line, string rma, string serial, int minutes)
    {
        await InState(line, "AwaitingArrival");
        await issuance.Publish(new UnitReceived(
            line, Guid.Empty, rma, 1, serial, Guid.CreateVersion7(), Now.AddMinutes(minutes), Now.AddMinutes(minutes)));
        await InState(line, "AwaitingInspection");
    }

    private async Task Inspect(Guid line, string rma, string serial) => await issuance.Publish(new InspectionCompleted(
        line, Guid.Empty, rma, 1, serial, new UnitCondition(false, false, false, [], "intact", false, false, null, []), "ina", Now));

    private Task InState(Guid line, string state) => Wait.Until(
        () => issuance.Scalar<string>($"select state from sagas where correlation_id = '{line}'"), seen =>
            seen == state, $"{line} to be {state}");

    // Receives, inspects and tests a defective unit; returns the credit request.
    private async Task<AssessCredit> Test(Guid line, string rma, string serial, bool received = false)
    {
        if (!received) await Receive(line, rma, serial, 1);
        await Inspect(line, rma, serial);
        await InState(line, "AwaitingTest");
        var questions = await issuance.Listen<AssessCredit>();
        await issuance.Publish(new UnitTested(
            Guid.CreateVersion7(), line, Guid.Empty, rma, 1, serial, true, "no picture", [], "tina", Now));
        return (await Wait.Until(questions.Take, question => question?.ReturnId == line, "the question"))!;
    }
}
