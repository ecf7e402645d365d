using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>What is done with a diagnosed unit, and what a repair grants.</summary>
internal static class RepairQuestions
{
    private static readonly PolicyVersion WarrantyOnly =
        Altered(document => document.Setting("exclusionsReach")["value"] = new System.Text.Json.Nodes.JsonArray("warranty-repair"));

    public static IEnumerable<Question> All =>
    [
        .. Units.Of("unit", Diagnosed, Answer),
        .. Exclusions.Codes.Append("meteor").Select(code =>
            new Question($"excluded: {code}", () => Answer(Diagnosed with { Exclusions = [Found(code)] }))),
        .. Findings.Of("found on the bench", new(Exclusions.Other, ExclusionFound.OnTheBench, "Glued shut", "Ada", "Bea"),
            found => Answer(Diagnosed with { Exclusions = [found] })),
        .. Units.Of("where exclusions do not reach extensions", Diagnosed with { Coverage = InExtension, Exclusions = [Found("flood")] },
            facts => Wording.Of(RepairPolicy.Decide(WarrantyOnly, facts))),
        .. Grants.Of("sent back", new(Remedies.PaidRepair, true, true, new(2026, 3, 20)),
            facts => Wording.Of(RepairWarranty.Granted(Us, facts))),
    ];

    private static string Answer(RepairFacts facts) => Wording.Of(RepairPolicy.Decide(Us, facts));

    private static Variants<RepairFacts> Units => new()
    {
        { "as it is", facts => facts },
        { "not diagnosed", facts => facts with { FaultFound = null } },
        { "no fault", facts => facts with { FaultFound = false } },
        { "not repairable", facts => facts with { Repairable = false } },
        { "not repairable, grade unknown", facts => facts with { Repairable = false, Grade = null } },
        { "repairable or not is unknown", facts => facts with { Repairable = null } },
        { "coverage unknown", facts => facts with { Coverage = null } },
        { "end of the period unknown", facts => facts with { Coverage = InWarranty with { EndsOn = null } } },
        { "coverage and more unknown", facts => facts with { Coverage = null, Repairable = null } },
        { "expired", facts => facts with { Coverage = Expired, Exclusions = [] } },
        { "expired, not repairable", facts => facts with { Coverage = Expired, Repairable = false, Exclusions = [] } },
        { "expired and excluded", facts => facts with { Coverage = Expired, Exclusions = [Found("flood")] } },
        { "in the extension", facts => facts with { Coverage = InExtension, Exclusions = [] } },
        { "in the extension, not repairable", facts => facts with { Coverage = InExtension, Repairable = false, Exclusions = [] } },
        { "in the extension, excluded", facts => facts with { Coverage = InExtension, Exclusions = [Found("opened"), Found("surge")] } },
        { "excluded, not repairable", facts => facts with { Exclusions = [Found("fire"), Found("fire")], Repairable = false } },
        { "another exclusion unapproved", facts => facts with
            { Exclusions = [new(Exclusions.Other, ExclusionFound.OnTheBench, "Glued shut", "Ada")] } },
        { "another exclusion unapproved beside a listed one", facts => facts with
            { Exclusions = [new(Exclusions.Other, ExclusionFound.OnTheBench, "Glued shut", "Ada"), Found("flood")] } },
    };

    private static Variants<ExclusionFound> Findings => new()
    {
        { "with reason and approval", found => found },
        { "without a reason", found => found with { Reason = " " } },
        { "without an approval", found => found with { ApprovedBy = " " } },
        { "approved by its finder", found => found with { ApprovedBy = "Ada" } },
        { "at the inspection, with a reason", found => found with { FoundAt = ExclusionFound.AtInspection } },
        { "a listed one", found => new("flood", ExclusionFound.OnTheBench) },
        { "a listed one with a reason", found => new("flood", ExclusionFound.OnTheBench, "it stood in water") },
        { "one nobody knows, with reason and approval", found => found with { Code = "meteor" } },
        { "one nobody knows", found => new("meteor", ExclusionFound.OnTheBench) },
        { "one nobody knows, without words", found => found with
            { Code = "meteor", Reason = null, FoundAt = ExclusionFound.AtInspection } },
    };

    private static Variants<RepairWarrantyFacts> Grants => new()
    {
        { "paid, expired", facts => facts },
        { "paid, on the last day of a month", facts => facts with { ShippedOn = new(2026, 8, 31) } },
        { "free", facts => facts with { Paid = false } },
        { "free, period unknown", facts => facts with { Paid = false, PeriodHadExpired = null } },
        { "paid, period unknown", facts => facts with { PeriodHadExpired = null } },
        { "paid, within the period", facts => facts with { PeriodHadExpired = false } },
    };
}
