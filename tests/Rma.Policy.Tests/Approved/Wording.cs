using System.Globalization;

namespace Rma.Policy.Tests.Approved;

/// <summary>Writes whole answers as lines of a page: every member that the returns desk, a requester or an auditor can read.</summary>
internal static class Wording
{
    public static string Of(Decision decision) => string.Concat(new[]
    {
        $"**{decision.Outcome}** on {Day(decision.BusinessDate)} under {decision.PolicyVersionId}: {string.Join(' ', decision.Clauses)}",
        decision.Reason,
        Line("Would change", decision.WouldChange),
        Line("Missing", decision.MissingFacts.Count == 0 ? null : string.Join("; ", decision.MissingFacts)),
        Line("Last day", decision.LastDay is { } day ? Day(day) : null),
        Line("Counted from", decision.Anchor is null ? null : $"{decision.Anchor} in {decision.Zone}"),
        Line("Expected", decision.ExpectedAmount?.ToString()),
        Line("Decided by", decision.DecidedBy),
        Line("Overrides", decision.Overrides is { } used ? string.Join("; ", used) : null),
        Line("Facts", string.Join("; ", decision.Facts.Select(fact => $"{fact.Name} = {fact.Value} ({fact.Source})"))),
    }.OfType<string>().Select(line => $"- {line}\n"));

    public static string Of(LineOutlook outlook) => Head($"{outlook.Item}: {outlook.Code ?? "authorized"}", outlook.Decision);

    public static string Of(IssuanceDecision decision) =>
        Head($"Request: {decision.Code ?? "approved"}, valid through {(decision.ValidThrough is { } day ? Day(day) : "no day")}",
            decision.Overall)
        + string.Concat(decision.Lines.Select(line => $"\n{Of(line)}"));

    public static string Of(CreditAssessment assessment) => assessment switch
    {
        CreditAssessment.Entitled credit => Head($"Credit of {credit.Total}: {Lines(credit)}; fee {Fee(credit.Fee)}", credit.Decision),
        CreditAssessment.Referred referred => Head(
            $"Referred: {referred.Code}, {(referred.Bounds is { } bounds ? $"{bounds.Minimum} to {bounds.Maximum}" : "no bounds")}",
            referred.Decision),
        CreditAssessment.NotEntitled denied => Head($"No credit: {denied.Code}", denied.Decision),
        _ => throw new ArgumentOutOfRangeException(nameof(assessment)),
    };

    public static string Of(ChargeAssessment assessment) => assessment switch
    {
        ChargeAssessment.Due due => Head($"Due {due.Total}: {Lines(due.Lines)}", due.Decision),
        ChargeAssessment.Referred referred => Head($"Referred: {referred.Code}, known {Lines(referred.Known)}", referred.Decision),
        _ => Head("Nothing due", assessment.Decision),
    };

    public static string Of(DockJudgement judgement) => judgement switch
    {
        DockJudgement.Refused refused => Head($"Refused: {refused.Code}", refused.Decision),
        DockJudgement.Held held => Head($"Held: {held.Code}, for {held.HoldFor.TotalHours.ToString(CultureInfo.InvariantCulture)} h",
            held.Decision),
        _ => Head("Accepted", judgement.Decision),
    };

    public static string Of(RepairAnswer answer) => Head(answer.Code is null ? answer.Kind : $"{answer.Kind}: {answer.Code}",
        answer.Decision);

    public static string Of(RepairWarranty warranty) => Head(
        warranty is { From: { } from, Through: { } through } ? $"From {Day(from)} through {Day(through)}" : "Nothing granted",
        warranty.Decision);

    /// <summary>An answer that may be an exception: its type, its message, and what it names.</summary>
    public static string Of(Func<string> ask)
    {
        try
        {
            return $"{ask()}\n";
        }
        catch (Exception refused) when (refused is InvalidPolicyException or ArgumentException or NoPolicyInForceException
            or CurrencyMismatchException or KeyNotFoundException or System.Text.Json.JsonException)
        {
            return $"{refused.GetType().Name}: {refused.Message.ReplaceLineEndings(" / ")}\n";
        }
    }

    private static string Head(string head, Decision decision) => $"{head}\n\n{Of(decision)}";

    private static string? Line(string name, string? text) => text is null ? null : $"{name}: {text}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Lines(CreditAssessment.Entitled credit) =>
        string.Join(", ", credit.Lines.Select(line => $"{line.Kind} {line.Amount}"));

    private static string Lines(IEnumerable<ChargeLine> lines) =>
        string.Join(", ", lines.Select(line => $"{line.Kind} {line.Amount} by {line.Clause}")) is { Length: > 0 } all ? all : "none";

    private static string Fee(RestockingFee? fee) => fee is null ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{fee.Percent}% = {fee.Amount} for {string.Join(" and ", fee.Triggers)}");
}
