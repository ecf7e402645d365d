using System.Text.Json;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Facts and answers as they are stored, and what the same facts are decided as when they are read again.</summary>
internal static class StoredQuestions
{
    public static IEnumerable<Question> All =>
    [
        .. Facts.Select(facts => new Question($"facts of {facts.GetType().Name}: {facts.Remedy ?? "no remedy"}", () => Again(facts))),
        .. Answers.Select(answer => new Question($"answer {answer.GetType().Name}", () => $"{Json(answer)}\n")),
    ];

    private static IEnumerable<IDecidable> Facts =>
    [
        Asks(Remedies.WarrantyRepair, Defective), Asks(Remedies.CreditReturn, Activated), Request(Camera, License), Returned,
        AdvanceReturned, Billed, Diagnosed, Scan(NoonOf(Day90), Day91),
        new OtcValidationFacts(NoonOf(Day90), new("end-user", true), Defective), new OtcReplacementFacts(NoonOf(Day90), true, []),
        new RepairWarrantyFacts(Remedies.PaidRepair, true, true, Day90), Returned with { NetPrice = 0m },
        Returned with { ChosenFeePercent = 20m, Inspection = OpenBox },
    ];

    private static IEnumerable<object> Answers =>
    [
        CreditPolicy.Assess(Us, Returned with { Inspection = OpenBox, Tax = 12m }),
        CreditPolicy.Assess(Us, Returned with { HasRmaNumber = false }),
        CreditPolicy.Assess(Us, Returned with { Inspection = Sealed with { CosmeticDamage = true } }),
        DockPolicy.Judge(Us, Scan(NoonOf(Day90), Day91)), DockPolicy.Judge(Us, Scan(NoonOf(Day91), Day90)),
        DockPolicy.Judge(Us, Scan(NoonOf(Day90), Day91) with { Authorization = new DockAuthorization.NotKnown() }),
        Scan(NoonOf(Day90), Day91) with { Authorization = new DockAuthorization.NotKnown(), Marking = new Marking.None() },
        Scan(NoonOf(Day90), Day91) with { Marking = new Marking.Illegible(true) },
        Scan(NoonOf(Day90), Day91) with { Authorization = new DockAuthorization.Cancelled(NoonOf(Day90), Day91) },
        RepairPolicy.Decide(Us, Diagnosed),
    ];

    // Read back without their edition, as facts stored before there were editions are.
    private static string Again(IDecidable facts)
    {
        var earlier = System.Text.Json.Nodes.JsonNode.Parse(Json(facts))!.AsObject();
        earlier.Remove("Edition");
        var read = (IDecidable)earlier.Deserialize(facts.GetType())!;
        var same = (IDecidable)JsonSerializer.Deserialize(Json(facts), facts.GetType())!;
        return $"- {facts.Question}: {Json(facts)}\n- as stored: {Differences(facts, same)}\n"
            + $"- without an edition: {Differences(facts, read)}\n"
            + string.Concat(facts.DecideUnder(Us).Select(decision => $"\n{Wording.Of(decision)}"));
    }

    private static string Differences(IDecidable facts, IDecidable read) =>
        $"{new DecidedCase(read, facts.DecideUnder(Us)).Differences(Book).Count} decisions differ, " +
        $"{DecidedCase.Of(read, [.. facts.DecideUnder(Us)]).Count()} to compare";

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType().BaseType is { IsAbstract: true } shape
        && shape != typeof(object) ? shape : value.GetType());
}
