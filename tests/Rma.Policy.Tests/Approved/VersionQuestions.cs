using System.Text.Json.Nodes;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>The settings of the version in force, and what is said of a version that cannot be one.</summary>
internal static class VersionQuestions
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "-1", "0", "1", "2.5", "31", "101", "721", "3651", "\"\"", "\"x\"", "\"2015-8-1\"", "[]", "[\"x\"]",
        "[\" \"]", "[7]", "{}", "{\"usd\":1}", "{\"USDX\":1}", "{\"USD\":-1}", "{\"USD\":0.005}", "{\"USD\":\"1\"}", "{\"ZZZ\":1}",
        "{\"USD\":5}", "{\"USD\":0}", "{\"UsD\":1}", "[\"x\",\" \"]",
    ];

    public static IEnumerable<Question> All =>
    [
        new("choices", () => string.Concat(Us.Choices.Select(choice =>
            $"- {choice.Name} = {choice.Value} ({choice.Clause}, {choice.Ambiguity ?? "no ambiguity"}): {choice.Note ?? "no note"}\n"))),
        .. Us.Settings.All.Select(setting => setting.Name).Append("currencyMinorUnits").Select(name =>
            new Question($"setting {name}", () => Tried(name))),
        .. Documents.Select(document => new Question($"document: {document.Name}", () => Try(document.Change))),
        new("not a document", () => string.Concat(new[] { "", "null", "[]", "{}", "7", "{\"id\":7}" }.Select(text =>
            $"- '{text}': {Wording.Of(() => PolicyVersion.Parse(text).Id)}"))),
        .. Books.Select(book => new Question($"book: {book.Name}", () => Wording.Of(book.Ask))),
    ];

    // Values with the same answer share a line.
    private static string Tried(string name) => string.Concat(Values
        .Select(value => (Value: value, Answer: Try(document => Set(document, name, value))))
        .Prepend((Value: "removed", Answer: Try(document => document["settings"]!.AsObject().Remove(name))))
        .GroupBy(tried => tried.Answer, tried => tried.Value)
        .Select(same => $"- {string.Join("  ", same)}: {same.Key}"));

    private static string Try(Action<JsonObject> change) => Wording.Of(() => { _ = Altered(change); return "accepted"; });

    private static void Set(JsonObject document, string name, string value)
    {
        var settings = document["settings"]!.AsObject();
        if (settings[name] is null) settings[name] = new JsonObject { ["clause"] = "C2" };
        document.Setting(name)["value"] = JsonNode.Parse(value);
    }

    private static IEnumerable<(string Name, Action<JsonObject> Change)> Documents =>
    [
        ("as it is", _ => { }),
        ("id empty", document => document["id"] = " "),
        ("id missing", document => document.Remove("id")),
        ("jurisdiction empty", document => document["jurisdiction"] = ""),
        ("time zone unknown", document => document["timeZone"] = "America/Los_Diablos"),
        ("source hash too short", document => document["sourceHash"] = new string('a', 63)),
        ("source hash in upper case", document => document["sourceHash"] = new string('A', 64)),
        ("source hash with one letter that is not hexadecimal", document => document["sourceHash"] = new string('a', 63) + "g"),
        ("source hash not hexadecimal", document => document["sourceHash"] = new string('g', 64)),
        ("a clause missing", document => document["clauses"]!.AsObject().Remove("P4")),
        ("a clause without words", document => document["clauses"]!["P4"] = " "),
        ("a clause too many", document => document["clauses"]!["X9"] = "Words."),
        ("a member too many", document => document["colour"] = "red"),
        ("a setting too many", document => document["settings"]!["colour"] = new JsonObject { ["value"] = 1, ["clause"] = "P1" }),
        ("a setting of no clause", document => document.Setting("dayShift")["clause"] = "X9"),
        ("a setting of an ambiguity that is none", document => document.Setting("dayShift")["ambiguity"] = "B-55"),
        ("a setting of an ambiguity without a number", document => document.Setting("dayShift")["ambiguity"] = "A-5x"),
        ("a setting of an ambiguity too long", document => document.Setting("dayShift")["ambiguity"] = "A-555"),
        ("a setting without a clause", document => document.Setting("dayShift").Remove("clause")),
        ("a date that is none", document => document["effectiveFrom"] = "2026-02-30"),
    ];

    private static IEnumerable<(string Name, Func<string> Ask)> Books =>
    [
        ("no version", () => Book([])),
        ("one id twice", () => Book([Us, Altered(document => document["effectiveFrom"] = "2027-01-01")])),
        ("one day twice", () => Book([Us, Altered(document => document["id"] = "us-2027-01")])),
        ("two jurisdictions", () => Book([Us, Altered(document => (document["id"], document["effectiveFrom"], document["jurisdiction"]) =
            ("ca-2027-01", "2027-01-01", "CA"))])),
        ("two versions", () => Book([Us, Altered(Later)])),
        ("before the first", () => PolicyBook.Load().InForceOn(new(2015, 7, 31)).Id),
        ("on the first day", () => PolicyBook.Load().InForceOn(new(2015, 8, 1)).Id),
        ("at an instant before the first", () => PolicyBook.Load().InForceAt(Local(2015, 7, 31, 23, 59, 59)).Id),
        ("at the first instant", () => PolicyBook.Load().InForceAt(Local(2015, 8, 1, 0)).Id),
        ("an id nobody knows", () => PolicyBook.Load().Get("us-1999-01").Id),
        ("the same version again", () => $"{PolicyBook.Load().Add(Us)}"),
        ("another version", () => $"{PolicyBook.Load().Add(Altered(Later))}"),
        ("another document of the same id", () =>
            $"{PolicyBook.Load().Add(Altered(document => document["effectiveFrom"] = "2027-01-01"))}"),
        ("rules", () => $"{RuleCatalogue.All.Count} rules, {RuleCatalogue.All[0].Id} {RuleCatalogue.All[0].Words}, " +
            $"D2 is kept by {RuleCatalogue.KeptBy["D2"]}"),
    ];

    private static void Later(JsonObject document) => (document["id"], document["effectiveFrom"]) = ("us-2027-01", "2027-01-01");

    private static string Book(IEnumerable<PolicyVersion> versions) =>
        string.Join(", ", new PolicyBook(versions).Versions.Select(version => version.Id));
}
