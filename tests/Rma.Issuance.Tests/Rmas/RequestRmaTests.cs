using Rma.Issuance.Rmas;
using Rma.Policy;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Rmas;

public sealed class RequestRmaTests : Spec<ReturnAuthorization, RmaEvent>
{
    [Fact]
    [Rule("P4/11", Shows.Accepted)]
    public void Issues_a_number_that_is_valid_for_thirty_days()
    {
        var issued = Assert.IsType<RmaIssued>(Assert.Single(RequestRma.Decide(new ReturnAuthorization.NotRequested(), Ask(Line))));
        Assert.Equal(new DateOnly(2026, 4, 1), issued.ValidThrough);
        Assert.Equal(ReturnIds.Of(Number.ToString(), 1), Assert.Single(issued.Lines).ReturnId);
        Assert.Contains("P4", issued.Clauses);
    }

    [Fact]
    public void Asking_twice_issues_one_number() => Given(Issued()).When(rma => RequestRma.Decide(rma, Ask(Line))).ThenNothing();

    [Fact]
    [Trait("Rule", "C2/102")]
    public void Denies_what_can_no_longer_arrive_in_time()
    {
        var denied = Assert.IsType<RmaDenied>(Assert.Single(RequestRma.Decide(
            new ReturnAuthorization.NotRequested(), Ask(Line with { InvoiceDate = MondayDate.AddDays(-91) }))));
        Assert.Equal("rma.no-eligible-item", denied.Code);
        Assert.Contains("C2", denied.Clauses);
    }

    [Fact]
    public void A_missing_invoice_is_referred_and_never_a_yes()
    {
        var referred = Assert.IsType<RmaReferred>(Assert.Single(RequestRma.Decide(
            new ReturnAuthorization.NotRequested(), Ask(Line with { InvoiceDate = null, NetPrice = null, Currency = null }))));
        Assert.Contains("invoice date", referred.Decision.MissingFacts);
        Assert.IsType<RmaIssued>(Assert.Single(RequestRma.Decide(new ReturnAuthorization.Referred(referred), Ask(Line))));
    }

    [Fact]
    public void A_denied_request_stays_denied()
    {
        var denied = RequestRma.Decide(new ReturnAuthorization.NotRequested(), Ask(Line with { SoldToThisAccount = false })).Single();
        Given(denied).When(rma => RequestRma.Decide(rma, Ask(Line))).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "C7/108")]
    public void Of_five_license_codes_the_activated_ones_are_left_out()
    {
        var codes = Enumerable.Range(1, 5)
            .Select(n => Line with { Item = $"L{n}", IsLicense = true, ActivatedAt = n <= 2 ? Monday.AddDays(-1) : null }).ToArray();
        var issued = Assert.IsType<RmaIssued>(Assert.Single(RequestRma.Decide(new ReturnAuthorization.NotRequested(), Ask(codes))));
        Assert.Equal(["L3", "L4", "L5"], issued.Lines.Select(line => line.SerialNumber));
        Assert.Equal(["line.licence-activated", "line.licence-activated"], issued.Declined.Select(line => line.Code));
    }

    internal static RmaIssued Issued() => (RmaIssued)RequestRma.Decide(new ReturnAuthorization.NotRequested(), Ask(Line)).Single();

    internal static RequestRma Ask(params LineFacts[] lines) => new(
        Request, Number, Examples.Policy, new IssuanceFacts(Monday, "credit-return", new AccountFacts("distributor", true), [.. lines]),
        [.. lines.Select(line => new LineProduct(line.Item, line.Sku, line.IsLicense, false, []))], Monday);
}

public sealed class CancelRmaTests : Spec<ReturnAuthorization, RmaEvent>
{
    private static readonly CancelRma Cancel = new("ordered by mistake", "ada", Monday.AddHours(1));
    private static readonly RmaIssued Issued = RequestRmaTests.Issued();
    private static readonly RmaCancelled Cancelled = new("ordered by mistake", "ada", Monday.AddHours(1));
    private static readonly Guid ReturnId = Issued.Lines[0].ReturnId;

    [Fact]
    public void Withdraws_a_number_on_which_nothing_has_arrived() =>
        Given(Issued).When(rma => CancelRma.Decide(rma, Cancel)).Then(Cancelled);

    [Fact]
    public void Cancelling_twice_changes_nothing() => Given(Issued, Cancelled).When(rma => CancelRma.Decide(rma, Cancel)).ThenNothing();

    [Fact]
    public void Refuses_once_a_unit_has_arrived() =>
        Given(Issued, new LineArrived(ReturnId, Monday)).When(rma => CancelRma.Decide(rma, Cancel)).ThenRefused("rma.already-arrived");

    [Fact]
    public void Refuses_once_a_line_is_closed() =>
        Given(Issued, new LineClosed(ReturnId, "expired", Monday)).When(rma => CancelRma.Decide(rma, Cancel))
            .ThenRefused("rma.already-closed");

    [Fact]
    [Trait("Rule", "C7/108")]
    public void Refuses_a_number_with_a_license_whose_credit_is_already_asked() =>
        Given(Issued with { Lines = [Issued.Lines[0] with { IsLicense = true }] }).When(rma => CancelRma.Decide(rma, Cancel))
            .ThenRefused("rma.credit-asked");

    [Fact]
    public void Refuses_when_no_number_was_issued() => Given().When(rma => CancelRma.Decide(rma, Cancel)).ThenRefused("rma.not-issued");

    [Fact]
    public void A_line_closes_once_for_each_outcome()
    {
        Given(Issued).When(rma => CloseLine.Decide(rma, new(ReturnId, "credited", Monday)))
            .Then(new LineClosed(ReturnId, "credited", Monday));
        Given(Issued).When(rma => NoteArrival.Decide(rma, new(ReturnId, Monday))).Then(new LineArrived(ReturnId, Monday));
    }
}
