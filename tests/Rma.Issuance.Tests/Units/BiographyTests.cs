using Rma.Issuance.Exchanges;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;
using Answer = Rma.Policy.Outcome;

namespace Rma.Issuance.Tests.Units;

/// <summary>
/// Events in a unit's biography besides its sales: validations, exchanges, swaps, extensions, and decisions that are decided again.
/// </summary>
public sealed class BiographyTests : Spec<Unit, UnitEvent>
{
    private static readonly AccountFacts Distributor = new("distributor", true);
    private static readonly LineFacts Dome = Line with { DefectReported = true, ShippedOn = new(2024, 6, 1), WarrantyMonths = 12 };
    private static readonly DateTimeOffset AskedAt = new(2024, 12, 5, 20, 0, 0, TimeSpan.Zero);
    private static readonly Guid ValidationId = new("0195f000-0000-7000-8000-0000000000aa");

    private static ValidateSerial Validate(LineFacts line) =>
        new(ValidationId, "ACC-1", new(AskedAt, Distributor, line), Examples.Policy, AskedAt);

    private static UnitDecided Validated(LineFacts line) => (UnitDecided)ValidateSerial.Decide(Unit.Initial, Validate(line)).Single();

    [Fact]
    public void A_validation_is_a_recorded_fact_whatever_its_answer()
    {
        var denied = Validated(Dome);
        Assert.Equal((Answer.No, "line.otc-window-closed", "otc-validation"), (denied.Decision.Outcome, denied.Code, denied.Question));
        Given().When(unit => ValidateSerial.Decide(unit, Validate(Dome))).Then(denied);
        Assert.Null(Given(denied).State.ValidatedAt);
        Assert.Equal(AskedAt, Given(Validated(Dome with { ShippedOn = new(2024, 6, 12) })).State.ValidatedAt);
    }

    [Fact]
    public void A_corrected_fact_appends_a_decision_that_names_the_old_one_E11()
    {
        var denied = Validated(Dome);
        var again = new DecideAgain(denied, Distributor, Dome with { ShippedOn = new(2024, 6, 12) }, Examples.Policy,
            "shipment SH-1 was corrected", AskedAt.AddDays(15));
        var revised = (UnitDecided)DecideAgain.Decide(Given(denied).State, again).Single();
        Assert.Equal((Answer.Yes, ValidationId, "shipment SH-1 was corrected", AskedAt),
            (revised.Decision.Outcome, revised.Supersedes!.Value, revised.Because, revised.AskedAt));
        Given(denied).When(unit => DecideAgain.Decide(unit, again)).Then(revised);
        Assert.Equal([revised], Given(denied, revised).State.StandingDecisions);
        Assert.Equal([denied, revised], Given(denied, revised).State.Decisions);
        Assert.Empty(revised.Decided.SelectMany(decided => decided.Differences(PolicyBook.Load())));
    }

    [Fact]
    public void A_correction_that_changes_no_answer_appends_nothing()
    {
        var denied = Validated(Dome);
        Given(denied).When(unit => DecideAgain.Decide(unit, new(denied, Distributor, Dome, Examples.Policy, "again", AskedAt.AddDays(15))))
            .ThenNothing();
    }

    [Fact]
    public void What_a_request_decided_is_noted_once_and_only_for_a_unit_somebody_has_heard_of()
    {
        var asked = new IssuanceFacts(Monday, Remedies.CreditReturn, Distributor, [Line]);
        var outlook = IssuancePolicy.Decide(Examples.Policy, asked).Lines[0];
        var note = new NoteDecision(Request, asked, outlook, Monday);
        Given().When(unit => NoteDecision.Decide(unit, note)).ThenNothing();
        var noted = (UnitDecided)NoteDecision.Decide(Given(Shipped).State, note).Single();
        Given(Shipped).When(unit => NoteDecision.Decide(unit, note)).Then(noted);
        Assert.Equal(("authorization", Remedies.CreditReturn, RmaId), (noted.Question, noted.Remedy, noted.RmaId!.Value));
    }

    [Fact]
    public void An_exchange_is_reported_once()
    {
        var exchange = new UnitExchanged("ACC-1", "X1", "CAM-2", Monday, "ada", Monday);
        ReportExchange Report(UnitExchanged said) => new(said) { Serial = "S1" };
        Given(Shipped).When(unit => ReportExchange.Decide(unit, Report(exchange))).Then(exchange);
        Given(Shipped, exchange).When(unit =>
            ReportExchange.Decide(unit, Report(exchange with { RecordedAt = Monday.AddDays(1), ReportedBy = "bob" }))).ThenNothing();
        Given(Shipped, exchange).When(unit => ReportExchange.Decide(unit, Report(exchange with { ReplacementSerialNumber = "X2" })))
            .Then(exchange with { ReplacementSerialNumber = "X2" });
        Given(exchange).When(unit => ReportExchange.Decide(unit, Report(exchange with { AccountId = "ACC-2" })))
            .ThenRefused("otc.already-exchanged");
        Given(Shipped).When(unit => ReportExchange.Decide(unit, Report(exchange with { ReplacementSerialNumber = "S1" })))
            .ThenRefused("otc.same-unit");
    }

    [Fact]
    public void S5_only_the_buyer_reports_an_exchange_and_may_correct_what_another_had_said_before_the_sale_was_known()
    {
        var (theirs, ours) = (new UnitExchanged("ACC-2", "X2", "CAM-2", Monday, "eve", Monday),
            new UnitExchanged("ACC-1", "X1", "CAM-2", Monday, "ada", Monday));
        Given(Shipped).When(unit => ReportExchange.Decide(unit, new(theirs) { Serial = "S1" })).ThenRefused("otc.sold-to-another");
        Given(theirs, Shipped)
            .When(unit => ReportExchange.Decide(unit, new(theirs with { ReplacementSerialNumber = "X3" }) { Serial = "S1" }))
            .ThenRefused("otc.sold-to-another");
        Given(theirs, Shipped).When(unit => ReportExchange.Decide(unit, new(ours) { Serial = "S1" })).Then(ours);
    }

    [Fact]
    public void S5_a_wrong_report_is_taken_back_by_its_account_or_by_the_desk()
    {
        var said = new UnitExchanged("ACC-1", "X1", "CAM-2", Monday, "ada", Monday);
        var back = new UnitExchangeWithdrawn("ACC-1", "wrong serial number", "ada", Monday);
        WithdrawExchange Withdraw(string? account) => new(account, "wrong serial number", "ada", Monday);
        Given(Shipped, said).When(unit => WithdrawExchange.Decide(unit, Withdraw("ACC-1"))).Then(back);
        Given(Shipped, said).When(unit => WithdrawExchange.Decide(unit, Withdraw(null))).Then(back);
        Given(Shipped, said).When(unit => WithdrawExchange.Decide(unit, Withdraw("ACC-2"))).ThenRefused("otc.not-reported");
        Given(Shipped).When(unit => WithdrawExchange.Decide(unit, Withdraw("ACC-1"))).ThenRefused("otc.not-reported");
        Given(Shipped, said, back).When(unit => WithdrawExchange.Decide(unit, Withdraw(null))).ThenNothing();
        Given(Shipped, said, back).When(unit => WithdrawExchange.Decide(unit, Withdraw("ACC-2"))).ThenRefused("otc.not-reported");
        Given(Shipped, said, new RemedyOpened(RmaId, RmaId, "RMA-1", Remedies.OtcExchange, Monday))
            .When(unit => WithdrawExchange.Decide(unit, Withdraw("ACC-1"))).ThenRefused("otc.exchange-in-use");
        Assert.Null(Given(Shipped, said, back).State.Exchange);
    }

    [Fact]
    public void A_validation_before_the_exchange_counts_and_one_after_it_is_not_hidden()
    {
        var early = Validated(Dome with { ShippedOn = new(2024, 6, 12) });
        var late = early with { DecisionId = Guid.Empty, AskedAt = Monday.AddHours(2) };
        var exchange = new UnitExchanged("ACC-1", "X1", "CAM-2", Monday, "ada", Monday);
        Assert.Equal(early.AskedAt, Given(early, late, exchange).State.ValidatedAt);
        Assert.Equal(late.AskedAt, Given(late, exchange).State.ValidatedAt);
    }

    [Fact]
    [Rule("W7/28", Shows.Refused)]
    public void A_repaired_unit_keeps_its_shipment_and_a_swap_carries_grade_and_end()
    {
        Assert.Equal(Shipped, Given(Shipped, new UnitRepaired(RmaId, "RMA-1", "repaired", true, Monday)).State.LatestShipment);
        var swap = new UnitReplaces(RmaId, "S0", "refurbished-swap", "CAM-2", "ACC-1", new(2027, 1, 1), "B", Monday);
        Assert.Equal(("B", null), (Given(swap).State.Grade, Given(swap).State.LatestShipment));
        Assert.Equal("A", Given(swap with { Kind = "stock-replacement", Grade = "sellable" }).State.Grade);
    }

    [Fact]
    public void What_happened_elsewhere_is_noted_once()
    {
        UnitEvent[] facts =
        [
            new UnitArrived(RmaId, "RMA-1", RmaId, Monday), new UnitReplacedBy(RmaId, "R1", "refurbished-swap", Monday),
            new UnitReplaces(RmaId, "S0", "refurbished-swap", "CAM-2", "ACC-1", null, "A", Monday),
            new UnitRepaired(RmaId, "RMA-1", "repaired", true, Monday),
            new WarrantyExtended(RmaId, MondayDate, MondayDate.AddMonths(6), Monday), new UnitCharged(RmaId, RmaId, 90m, "USD", Monday),
            new OverrideAttached(new(RmaId, "line.outside-warranty", "W1", null, MondayDate), "a reason", Monday),
        ];
        Assert.All(facts, fact => Given(Shipped).When(unit => NoteInBiography.Decide(unit, new(fact))).Then(fact));
    }
}
