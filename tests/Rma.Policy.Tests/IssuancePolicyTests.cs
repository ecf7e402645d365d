using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>The decision on a request as a whole.</summary>
public sealed class IssuancePolicyTests
{
    private static readonly DateOnly RequestDay = InvoiceDay.AddDays(10);

    [Fact]
    [Rule("P4/12", Shows.Accepted)]
    [Rule("P1/1", Shows.Accepted)]
    [Rule("P1/2", Shows.Accepted)]
    [Rule("C1/98", Shows.Accepted)]
    public void An_authorized_distributor_gets_a_number_valid_for_30_days()
    {
        var decision = IssuancePolicy.Decide(Us, Request(Camera));

        Assert.Equal(Day("2026-02-14"), decision.ValidThrough);
        Assert.Null(decision.Code);
        Assert.Equal(
            new Decision(
                Outcome.Yes, Id, RequestDay, ["P1", "P2", "P4", "C1"],
                "An RMA number is issued for 1 of 1 item, valid through 2026-02-14.",
                [
                    new("request date", "2026-01-15", "request"), new("remedy", "credit-return", "request"),
                    new("account role", "distributor", "account"), new("account authorized", "yes", "account"),
                ],
                [], null, Day("2026-02-14"), "issue date 2026-01-15 + 30 days", "America/Los_Angeles"),
            decision.Overall);
        var line = Assert.Single(decision.Lines);
        Assert.Equal(("S1", Outcome.Yes, null), (line.Item, line.Decision.Outcome, line.Code));
        Assert.Equal("May come back for credit: it must reach the dock by 2026-02-14, when the RMA number expires.", line.Decision.Reason);
    }

    [Theory]
    [Rule("P1/1", Shows.Accepted)]
    [InlineData("distributor", true, Outcome.Yes, null)]
    [InlineData("integrator", true, Outcome.Yes, null)]
    [InlineData("end-user", true, Outcome.No, "rma.role-not-eligible")]
    [InlineData("Distributor", true, Outcome.No, "rma.role-not-eligible")]
    [InlineData("distributor", false, Outcome.No, "rma.account-not-authorized")]
    [InlineData("end-user", null, Outcome.No, "rma.role-not-eligible")]
    [InlineData(null, false, Outcome.No, "rma.account-not-authorized")]
    [InlineData("distributor", null, Outcome.Refer, "rma.account-unknown")]
    [InlineData(null, true, Outcome.Refer, "rma.account-unknown")]
    public void Only_authorized_distributors_and_integrators_may_return(string? role, bool? authorized, Outcome outcome, string? code)
    {
        var decision = IssuancePolicy.Decide(Us, Request(Camera) with { Account = new AccountFacts(role, authorized) });

        Assert.Equal((outcome, code), (decision.Overall.Outcome, decision.Code));
        Assert.Contains(Clauses.P1, decision.Overall.Clauses);
        Assert.All(decision.Lines, line => Assert.Equal(outcome, line.Decision.Outcome));
    }

    [Fact]
    [Rule("P1/2", Shows.Refused)]
    public void An_unknown_account_is_referred_whatever_its_lines()
    {
        var decision = IssuancePolicy.Decide(
            Us, Request(Camera with { SoldToThisAccount = false }, Credited) with { Account = null });

        Assert.Equal((Outcome.Refer, "rma.account-unknown"), (decision.Overall.Outcome, decision.Code));
        Assert.Equal(["account"], decision.Overall.MissingFacts);
        Assert.All(decision.Lines, line => Assert.Equal(Outcome.Refer, line.Decision.Outcome));
        Assert.Null(decision.ValidThrough);
    }

    [Theory]
    [Rule("P2/4", Shows.Accepted)]
    [Rule("P2/4", Shows.Refused)]
    [InlineData("credit-return", Outcome.Yes)]
    [InlineData("stock-rotation", Outcome.Yes)]
    [InlineData("gift-card", Outcome.No)]
    [InlineData("", Outcome.No)]
    public void Stock_rotation_goes_by_the_same_clauses_and_there_are_no_other_remedies(string remedy, Outcome outcome)
    {
        var decision = IssuancePolicy.Decide(Us, Request(Camera) with { Remedy = remedy });

        Assert.Equal(outcome, decision.Overall.Outcome);
        Assert.Equal(outcome == Outcome.No ? "rma.remedy-not-offered" : null, decision.Code);
        Assert.All(decision.Lines, line => Assert.Equal(outcome, line.Decision.Outcome));
    }

    [Fact]
    [Trait("Rule", "C7/108")]
    public void One_good_line_is_enough_and_the_others_keep_their_own_answer()
    {
        var decision = IssuancePolicy.Decide(
            Us, Request(License, Activated with { Item = "LIC-2" }, License with { Item = "LIC-3", InvoiceDate = null }));

        Assert.Equal(Outcome.Yes, decision.Overall.Outcome);
        Assert.Equal("An RMA number is issued for 1 of 3 items, valid through 2026-02-14.", decision.Overall.Reason);
        Assert.Equal(
            [("LIC-1", Outcome.Yes), ("LIC-2", Outcome.No), ("LIC-3", Outcome.Refer)],
            decision.Lines.Select(line => (line.Item, line.Decision.Outcome)));
    }

    [Fact]
    [Trait("Rule", "C2/A-12")]
    public void Without_a_good_line_an_open_question_is_referred()
    {
        var decision = IssuancePolicy.Decide(Us, Request(Credited, Camera with { Item = "S2", InvoiceDate = null }));

        Assert.Equal((Outcome.Refer, "rma.facts-missing"), (decision.Overall.Outcome, decision.Code));
        Assert.Equal(["invoice date"], decision.Overall.MissingFacts);
        Assert.Equal(["P2", "C2"], decision.Overall.Clauses);
    }

    [Fact]
    [Trait("Rule", "C2/102")]
    public void With_no_hope_for_any_line_the_request_is_refused()
    {
        var decision = IssuancePolicy.Decide(Us, Request(Credited, Activated));

        Assert.Equal((Outcome.No, "rma.no-eligible-item"), (decision.Overall.Outcome, decision.Code));
        Assert.Equal(["P2", "W13", "C7"], decision.Overall.Clauses);
        Assert.Null(decision.ValidThrough);
        Assert.Equal(Outcome.No, IssuancePolicy.Decide(Us, Request()).Overall.Outcome);
    }

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Stored_facts_give_the_same_answer_again()
    {
        var facts = Request(Camera, License with { InvoiceDate = null });
        var decision = IssuancePolicy.Decide(Us, facts);

        Assert.Equal(decision, IssuancePolicy.Decide(Us, ThereAndBack(facts)));
        Assert.Equal(decision, ThereAndBack(decision));
    }
}
