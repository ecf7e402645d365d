using FsCheck;
using FsCheck.Fluent;
using Rma.Testing;
using static Rma.Policy.Tests.Examples;
using static Rma.Policy.Tests.Properties;

namespace Rma.Policy.Tests;

/// <summary>Properties of every diagnosis, every charge and every advance replacement.</summary>
public sealed class BenchPropertyTests
{
    private static readonly Gen<bool> Rarely = Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<ExclusionFound> AnyExclusion =
        from code in Gen.Elements(Exclusions.Codes.ToArray())
        from onBench in Gen.Elements(true, false)
        from approver in Gen.Elements("theo", "tina", null)
        select new ExclusionFound(code, onBench ? ExclusionFound.OnTheBench : ExclusionFound.AtInspection, code == Exclusions.Other
            ? "salt water" : null, "tina", approver);

    private static readonly Gen<RepairFacts> AnyDiagnosis =
        from coverage in Gen.Elements(InWarranty, Expired, InExtension, Expired with { EndsOn = null }, null)
        from exclusions in Gen.Frequency((3, Gen.Constant(Array.Empty<ExclusionFound>())), (2, AnyExclusion.ArrayOf(2)))
        from fault in Gen.Elements<bool?>(true, true, true, false, null)
        from repairable in Gen.Elements<bool?>(true, true, false, null)
        from grade in Gen.Elements("A", "B", "C", null)
        select Diagnosed with { Coverage = coverage, Exclusions = [.. exclusions], FaultFound = fault, Repairable = repairable,
            Grade = grade };

    private static readonly Gen<ChargeFacts> AnyBill =
        from remedy in Gen.Elements(Remedies.All.ToArray())
        from cents in Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(0, 1_000_000))
        from currency in Gen.Elements("USD", "JPY", "KWD", "XAU", null)
        from missing in Gen.Choose(0, 2)
        from noFault in Rarely
        from quote in Gen.OneOf(Gen.Constant<QuotedRepair?>(null),
            Gen.Choose(1, 50_000).Select(amount => (QuotedRepair?)new QuotedRepair(1, amount, "USD")))
        from declined in Rarely
        from diagnosed in Gen.Elements(true, false)
        from covered in Rarely
        from freight in Gen.OneOf(Gen.Constant<FreightFacts?>(null),
            Gen.Choose(-10, 9_000).Select(cost => (FreightFacts?)new FreightFacts("Air", cost / 100m, 14.20m, "USD")))
        select Billed with
        {
            Remedy = remedy, NetPrice = cents / 100m, Currency = currency, MissingAccessories = [.. Enumerable.Repeat("cable", missing)],
            NoFaultFound = noFault, ApprovedQuote = quote, QuoteDeclined = declined, Diagnosed = diagnosed, Covered = covered,
            Freight = freight,
        };

    [Fact]
    [Rule("W3/41", Shows.Accepted)]
    public void The_warranty_pays_only_within_the_period_without_an_exclusion_and_for_a_fault() => ForAll(AnyDiagnosis, facts =>
        RepairPolicy.Decide(Us, facts).Decision.Outcome != Outcome.Yes
        || facts is { Coverage.WithinPeriod: true, FaultFound: true } && !facts.Exclusions.Any(found => found.IsEstablished));

    [Fact]
    public void Another_exclusion_or_a_forgotten_fact_never_makes_a_yes() =>
        ForAll(AnyDiagnosis, facts => RepairPolicy.Decide(Us, facts).Decision.Outcome == Outcome.Yes || new[]
    {
        facts with { Coverage = null }, facts with { FaultFound = null }, facts with { Repairable = null }, facts with { Grade = null },
        facts with { Exclusions = [.. facts.Exclusions, Found("fire")] },
    }.All(other => RepairPolicy.Decide(Us, other).Decision.Outcome != Outcome.Yes));

    [Fact]
    public void Every_diagnosis_is_explained_and_decided_again_alike() => ForAll(AnyDiagnosis, facts =>
        RepairPolicy.Decide(Us, facts) is { Decision: { Clauses.Count: > 0, PolicyVersionId: Id, Reason.Length: > 0 } } answer
            && answer == RepairPolicy.Decide(Us, ThereAndBack(facts)));

    [Fact]
    public void Every_charge_consists_of_positive_lines_in_one_currency_that_clauses_make_due() => ForAll(AnyBill, facts =>
        ChargePolicy.Assess(Us, facts) is not ChargeAssessment.Due due
        || (due.Lines.All(line => line.Amount.Amount > 0m && due.Decision.Clauses.Contains(line.Clause))
            && due.Lines.Select(line => line.Amount.Currency).Distinct().Count() == 1
            && due.Decision.ExpectedAmount == due.Total && due.Total.Amount == due.Lines.Sum(line => line.Amount.Amount)));

    [Fact]
    [Rule("T10/82", Shows.Accepted)]
    public void Nothing_is_restocked_and_charged_for_it_without_a_fault_or_for_another_remedy() => ForAll(AnyBill, facts =>
        !Lines(facts).Any(line => line.Kind == ChargeLine.RestockingFee)
        || facts is { Remedy: Remedies.OtcExchange, NoFaultFound: false, MissingAccessories.Count: > 0 }
        && Lines(facts).Single(line => line.Kind == ChargeLine.RestockingFee).Amount.Amount is var fee && fee >= facts.NetPrice * 0.15m
            && fee <= facts.NetPrice * 0.25m);

    [Fact]
    public void Every_charge_is_explained_and_decided_again_alike() => ForAll(AnyBill, facts =>
        ChargePolicy.Assess(Us, facts).Decision is { Clauses.Count: > 0, PolicyVersionId: Id, Reason.Length: > 0 } decision
        && decision == ChargePolicy.Assess(Us, ThereAndBack(facts)).Decision && ThereAndBack(decision) == decision);

    [Fact]
    [Rule("V1/87", Shows.Refused)]
    public void A_number_issued_later_never_reopens_the_window_of_an_advance_replacement() => ForAll(Gen.Choose(0, 400).Two(), days =>
    {
        var (sooner, later) = (Math.Min(days.Item1, days.Item2), Math.Max(days.Item1, days.Item2));
        return IsLate(sooner) is false || IsLate(later);

        static bool IsLate(int day) => CreditPolicy.Assess(Us, AdvanceReturned with
        {
            RmaIssuedAt = NoonOf(InvoiceDay.AddDays(day)), ValidThrough = InvoiceDay.AddDays(day + 30),
            ArrivedOn = InvoiceDay.AddDays(day + 5), DecidedOn = InvoiceDay.AddDays(day + 6),
            Replacement = AdvanceReturned.Replacement! with { PlacedAt = NoonOf(InvoiceDay.AddDays(day + 1)) },
        }) is CreditAssessment.NotEntitled { Code: "credit.replacement-late" };
    });

    [Fact]
    public void Forgetting_a_fact_of_an_advance_replacement_never_makes_a_yes() => ForAll(
        from late in Gen.Choose(100, 250)
        from sku in Gen.Elements("CAM-2", "CAM-3", "CAM-9", null)
        from phasedOut in Gen.Elements(true, false)
        from referenced in Rarely.Select(not => !not)
        from fault in Gen.Elements<bool?>(true, true, false, null)
        select AdvanceReturned with
        {
            RmaIssuedAt = NoonOf(InvoiceDay.AddDays(late)), ValidThrough = InvoiceDay.AddDays(late + 30),
            ArrivedOn = InvoiceDay.AddDays(late + 5), FaultFound = fault,
            Replacement = new("PO-7", sku, referenced, NoonOf(InvoiceDay.AddDays(late + 1)), phasedOut, "CAM-3"),
        },
        facts => CreditPolicy.Assess(Us, facts).Decision.Outcome == Outcome.Yes || new[]
        {
            facts with { RmaIssuedAt = null }, facts with { Sku = null }, facts with { FaultFound = null },
            facts with { Replacement = null }, facts with { ValidThrough = null }, facts with { Inspection = null },
            facts with { Replacement = facts.Replacement! with { PlacedAt = null } },
            facts with { Replacement = facts.Replacement! with { SuccessorSku = null } }, facts with { NetPrice = null },
        }.All(other => CreditPolicy.Assess(Us, other).Decision.Outcome != Outcome.Yes));

    private static ValueList<ChargeLine> Lines(ChargeFacts facts) => ChargePolicy.Assess(Us, facts) switch
    {
        ChargeAssessment.Due due => due.Lines,
        ChargeAssessment.Referred referred => referred.Known,
        _ => [],
    };
}
