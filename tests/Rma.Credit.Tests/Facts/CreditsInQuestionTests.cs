using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Licensing.V1;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests.Facts;

/// <summary>
/// Credits on facts that change, on a real database: never more on a line than its price, and earlier credits are reported.
/// </summary>
public sealed class CreditsInQuestionTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    private static V1.AssessCredit OnLine(string serial, string invoice, decimal price = 180m) =>
        Camera(serial) with { Purchase = new(invoice, Today.AddDays(-10), price, 0m, "USD", 1) };

    private static V1.AssessCredit Replaced(string serial, string order) => Camera(serial) with
    {
        Remedy = Remedies.AdvanceReplacement, FaultFound = true, Purchase = new($"INV-{serial}", Today.AddDays(-10), 180m, 0m, "USD", 1),
        Replacement = new(order, "CAM-2", true, Now.AddDays(-3), false, null, Today.AddDays(20), OrderLine: 1, Quantity: 1, UsedUp: false),
    };

    private static V1.AssessCredit License(string code) =>
        Camera(code) with { Sku = "VMS-1", IsLicense = true, ArrivedAt = null, Condition = null };

    private async Task<string[]> Differences(Guid creditId) =>
        [.. (await credit.Get("auditor", "/reconciliation")).Body!["differences"]!.AsArray()
            .Where(found => found!["id"]!.GetValue<string>() == creditId.ToString("D"))
                .Select(found => found!["kind"]!.GetValue<string>())];

    private Task Named(Guid creditId, params string[] kinds) =>
        Wait.Until(() => Differences(creditId), found =>
            found.Order().SequenceEqual(kinds.Order()), $"the reconciliation to name {string.Join(", ", kinds)}");

    [Fact]
    public async Task A3_one_invoice_line_is_never_paid_for_two_serial_numbers()
    {
        var (first, second) = (OnLine("A3-A", "A3-INV"), OnLine("A3-B", "A3-INV"));
        await credit.Publish(first);
        await credit.InState(first, "issued");
        await credit.Publish(second);
        await credit.InState(second, "referred");
        var shown = (await credit.Get("credit-analyst", $"/credit-cases/{second.CreditCaseId}")).Body!;
        Assert.Equal(("credit.line-credited-elsewhere", 0m),
            (shown["code"]!.GetValue<string>(), shown["bounds"]!["maximum"]!["amount"]!.GetValue<decimal>()));
        Assert.Equal(
            409, (await credit.Post("credit-analyst", $"/credit-cases/{second.CreditCaseId}/decision",
            new { outcome = "credit", netAmount = 0.01m, reason = "all the same" })).Status);

        await credit.Publish(new CreditBasisChanged("invoice-line", "A3-INV", 1, 2, "A3-B", null, 180m, Now));
        await Named(CreditIdOf(first), "credit.line-moved");
        var question = (await credit.Get("credit-analyst", "/credits-in-question")).Body!.AsArray()
            .Single(row => row!["serialNumber"]!.GetValue<string>() == "A3-A")!;
        Assert.Contains("A3-B", question["what"]!.GetValue<string>(), StringComparison.Ordinal);

        // Recovered from the wrong payee, the line is free for the right one.
        Assert.Equal(
            204, (await credit.Post("credit-analyst", $"/credit-cases/{first.CreditCaseId}/review",
            new { outcome = "recovered", reason = "paid back on Monday" })).Status);
        await Named(CreditIdOf(first));
        Assert.Equal(
            204, (await credit.Post("credit-analyst", $"/credit-cases/{second.CreditCaseId}/decision",
            new { outcome = "credit", netAmount = 180m, reason = "the line is theirs" })).Status);
        await credit.InState(second, "issued");
    }

    [Fact]
    public async Task D1_money_paid_on_a_line_that_is_taken_back_or_lowered_is_named_until_somebody_looked()
    {
        var (gone, lowered, whole) = (OnLine("D1-GONE", "D1-INV-1"), OnLine("D1-LOW", "D1-INV-2"), OnLine("D1-WHOLE", "D1-INV-3"));
        foreach (var asked in new[] { gone, lowered, whole }) await credit.Publish(asked);
        foreach (var asked in new[] { gone, lowered, whole }) await credit.InState(asked, "issued");
        await credit.Publish(new CreditBasisChanged("invoice-line", "D1-INV-1", 1, 2, null, null, null, Now));
        await credit.Publish(new CreditBasisChanged("invoice-line", "D1-INV-2", 1, 3, "D1-LOW", null, 100m, Now));
        await credit.Publish(new CreditBasisChanged("invoice-line", "D1-INV-2", 1, 2, null, null, null, Now)); // an older revision, late
        await credit.Publish(new CreditBasisChanged("invoice-line", "D1-INV-3", 1, 2, "D1-WHOLE", null, 180m, Now));
        await Named(CreditIdOf(gone), "credit.line-withdrawn");
        await Named(CreditIdOf(lowered), "credit.line-price-lowered");
        Assert.Empty(await Differences(CreditIdOf(whole)));

        var path = $"/credit-cases/{gone.CreditCaseId}/review";
        Assert.Equal((400, "review.outcome-unknown"),
            Answer(await credit.Post("credit-analyst", path, new { outcome = "forget", reason = "as agreed" })));
        Assert.Equal((400, "review.reason-missing"),
            Answer(await credit.Post("credit-analyst", path, new { outcome = "stands", reason = " " })));
        Assert.Equal(403, (await credit.Post("technician", path, new { outcome = "stands", reason = "as agreed" })).Status);
        Assert.Equal((409, "credit.not-issued"),
            Answer(await credit.Post("credit-analyst", $"/credit-cases/{Guid.CreateVersion7()}/review",
            new { outcome = "stands", reason = "as agreed" })));
        Assert.Equal(
            204, (await credit.Post("credit-analyst", path, new { outcome = "stands", reason = "invoiced again under another number" }))
            .Status);
        await Named(CreditIdOf(gone));
    }

    [Fact]
    public async Task A7_more_credits_than_an_order_line_orders_are_named()
    {
        var (first, second) = (Replaced("A7-1", "A7-PO"), Replaced("A7-2", "A7-PO"));
        await credit.Publish(first);
        await credit.InState(first, "issued");
        Assert.Empty(await Differences(CreditIdOf(first)));
        await credit.Publish(second);
        await credit.InState(second, "issued");
        await Named(CreditIdOf(first), "order-line.over-quantity");
        await credit.Publish(new CreditBasisChanged("order-line", "A7-PO", 1, 2, null, 2, null, Now));
        await Named(CreditIdOf(first));
    }

    [Fact]
    public async Task A9_a_question_about_a_license_is_asked_back_and_an_activation_that_was_known_denies_it()
    {
        var asked = License("A9-1") with { Confirmed = false };
        var back = await credit.Listen<V1.CreditFactsRequested>();
        await credit.Publish(asked);
        Assert.Equal(asked.ReturnId, (await back.Next()).ReturnId);
        Assert.Null(await credit.Scalar<string>($"select state from credit_cases where credit_case_id = '{asked.CreditCaseId}'"));
        await credit.Publish(asked with { Confirmed = true, LicenseActivatedAt = Now.AddHours(-1), LicenseActivationRevision = 1,
            RequestedAt = Now.AddSeconds(1) });
        await credit.InState(asked, "denied");
    }

    [Fact]
    public async Task A9_an_activation_dated_before_the_credit_that_arrives_after_it_is_named()
    {
        var (before, after) = (License("A9-BEFORE"), License("A9-AFTER"));
        foreach (var asked in new[] { before, after }) await credit.Publish(asked);
        foreach (var asked in new[] { before, after }) await credit.InState(asked, "issued");
        await credit.PublishPlain(new LicenseActivated("A9-BEFORE", "VMS-1", Now.AddDays(-1)));
        await credit.PublishPlain(new LicenseActivated("A9-AFTER", "VMS-1", TimeProvider.System.GetUtcNow().AddMinutes(3)));
        await Named(CreditIdOf(before), "licence.activated-before-credit");
        Assert.Empty(await Differences(CreditIdOf(after)));
        await credit.PublishPlain(new LicenseActivated("A9-BEFORE", "VMS-1", Now.AddDays(-1), 2, true));
        await Named(CreditIdOf(before));
    }

    [Fact]
    public async Task A11_a_fee_chosen_before_anybody_asked_counts_for_an_exchange_and_is_refused_where_none_can_be_due()
    {
        var exchange = new ReturnAuthorized(
            Guid.CreateVersion7(), Guid.CreateVersion7(), RmaNumber.FromSequence(34).ToString(), 1, "ACC-1", "A11-1", Remedies.OtcExchange,
            "CAM-2", false, false, [], Now, Today.AddDays(30));
        var announced = exchange with { Remedy = Remedies.OtcExchange, SerialNumber = "A11-1" };
        var repair = exchange with { ReturnId = Guid.CreateVersion7(), Remedy = Remedies.WarrantyRepair, Line = 2, SerialNumber = "A11-2" };
        await credit.Publish(announced);
        await credit.Publish(repair);
        await Wait.Until(() => credit.Scalar<long>(
            $"select count(*) from returns_announced where return_id in ('{announced.ReturnId}', '{repair.ReturnId}')"), seen =>
            seen == 2, "both to be announced");
        var body = new { percent = 20m, reason = "as agreed" };
        Assert.Equal((409, "fee.no-effect"), Answer(await credit.Post("credit-analyst", $"/credit-cases/{repair.ReturnId}/fee", body)));
        Assert.Equal(204, (await credit.Post("credit-analyst", $"/credit-cases/{announced.ReturnId}/fee", body)).Status);
        Assert.Equal(204, (await credit.Post("credit-analyst", $"/charge-cases/{announced.ReturnId}/fee", body)).Status);

        await credit.Publish(new V1.AssessCharge(
            announced.ReturnId, announced.ReturnId, announced.RmaId, announced.RmaNumber, 1, "ACC-1", "A11-1", "CAM-2",
            Remedies.OtcExchange, new("INV-A11", Today.AddDays(-10), 400m, 0m, "USD"), ["cable"], false, null, false, false, false, null,
            null, Now));
        var raised = await Wait.Until(
            () => credit.Scalar<decimal>($"select coalesce((select amount from charges where return_id = '{announced.ReturnId}'), 0)"),
            seen => seen > 0m, "the charge");
        Assert.Equal(80m, raised);
        Assert.Equal((409, "charge.already-decided"),
            Answer(await credit.Post("credit-analyst", $"/charge-cases/{announced.ReturnId}/fee",
            new { percent = 25m, reason = "as agreed" })));
    }

    [Fact]
    public async Task A17_a_credit_of_nothing_is_no_note()
    {
        var asked = OnLine("A17-1", "A17-INV", price: 0m);
        await credit.Publish(asked);
        await credit.InState(asked, "denied");
        Assert.Equal("credit.nothing-due",
            await credit.Scalar<string>($"select code from credit_cases where credit_case_id = '{asked.CreditCaseId}'"));
        Assert.Equal(0, await credit.Scalar<long>($"select count(*) from credits where return_id = '{asked.ReturnId}'"));
    }

    private static (int, string?) Answer(HttpAnswer answer) => (answer.Status, answer.Code);
}
