using FsCheck;
using FsCheck.Fluent;
using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Properties of every request.</summary>
public sealed class IssuancePropertyTests
{
    private static readonly Gen<bool?> Perhaps =
        Gen.Frequency((6, Gen.Constant<bool?>(true)), (1, Gen.Constant<bool?>(false)), (1, Gen.Constant<bool?>(null)));

    private static readonly Gen<LineFacts> Lines =
        from isLicense in Gen.Elements(true, false)
        from sold in Perhaps
        from activated in Gen.Elements(false, false, false, true)
        from onOpenRma in Gen.Elements(false, false, false, true)
        from credited in Gen.Elements(false, false, false, true)
        select Camera with
        {
            IsLicense = isLicense, SoldToThisAccount = sold, ActivatedAt = activated ? Local(2026, 1, 6) : null,
            OpenRmaNumber = onOpenRma ? Number.ToString() : null, AlreadyCredited = credited,
        };

    private static readonly Gen<IssuanceFacts> Requests =
        from day in Gen.Choose(-2, 95)
        from role in Gen.Elements("distributor", "integrator", "end-user")
        from authorized in Perhaps
        from lines in Lines.ListOf(3)
        select new IssuanceFacts(
            NoonOf(InvoiceDay.AddDays(day)), Remedies.CreditReturn, new AccountFacts(role, authorized),
            [.. lines.Select((line, i) => line with { Item = $"S{i}" })]);

    private static readonly Func<LineFacts, LineFacts>[] Forgettings =
    [
        line => line with { SoldToThisAccount = null }, line => line with { InvoiceDate = null },
        line => line with { NetPrice = null }, line => line with { Currency = null }, line => line with { Sku = null },
    ];

    [Fact]
    [Trait("Rule", "P1/A-12")]
    public void Forgetting_a_fact_never_makes_a_yes() =>
        ForAll(facts =>
        {
            IssuanceFacts[] lessKnown =
            [
                facts with { Account = null }, facts with { Account = facts.Account! with { Role = null } },
                facts with { Account = facts.Account! with { Authorized = null } },
                .. Forgettings.Select(forget => facts with { Lines = [.. facts.Lines.Select(forget)] }),
            ];
            return lessKnown.All(less => facts.Lines.Count == 0 || !Yeses(less).Except(Yeses(facts)).Any());
        });

    [Fact]
    [Trait("Rule", "C2/99")]
    public void Whatever_there_is_to_know_of_another_accounts_item_the_answer_is_the_same() =>
        ForAll(facts => Decided(facts, line => line) == Decided(facts, line =>
            new LineFacts { Item = line.Item, SoldToThisAccount = line.SoldToThisAccount })
            && Decided(facts with { Account = null }, line => line) == Decided(facts with { Account = null }, line =>
                new LineFacts { Item = line.Item }));

    [Fact]
    [Trait("Rule", "C2/monotone")]
    public void A_later_request_never_authorizes_more() =>
        ForAll(facts => Yeses(facts with { RequestedAt = facts.RequestedAt.AddDays(1) }).All(item =>
            Yeses(facts).Contains(item) || Us.Calendar.LocalDate(facts.RequestedAt) < InvoiceDay));

    [Fact]
    [Rule("P4/12", Shows.Accepted)]
    public void A_number_is_issued_exactly_when_a_line_is_authorized_and_never_outlives_either_limit() =>
        ForAll(facts =>
        {
            var decision = IssuancePolicy.Decide(Us, facts);
            return decision.ValidThrough is not null == (decision.Overall.Outcome == Outcome.Yes)
                && decision.Overall.Outcome == Outcome.Yes == decision.Lines.Any(line => line.Decision.Outcome == Outcome.Yes)
                && decision.Lines.Where(line => line.Decision.Outcome == Outcome.Yes)
                    .All(line => line.Decision.LastDay <= decision.ValidThrough && line.Decision.LastDay <= Day90);
        });

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Every_answer_cites_a_clause_and_its_version() =>
        ForAll(facts => IssuancePolicy.Decide(Us, facts) is var decision
            && decision.Lines.Select(line => line.Decision).Append(decision.Overall)
                .All(it => it is { Clauses.Count: > 0, PolicyVersionId: Id, Reason.Length: > 0 }));

    private static IssuanceDecision Decided(IssuanceFacts facts, Func<LineFacts, LineFacts> strangers) =>
        IssuancePolicy.Decide(Us, facts with
    {
        Lines = [.. facts.Lines.Select(line => line.SoldToThisAccount is true && facts.Account is not null ? line : strangers(line))],
    });

    private static string[] Yeses(IssuanceFacts facts) =>
        [.. IssuancePolicy.Decide(Us, facts).Lines.Where(line => line.Decision.Outcome == Outcome.Yes).Select(line => line.Item)];

    private static void ForAll(Func<IssuanceFacts, bool> holds) => Properties.ForAll(Requests, holds);
}
