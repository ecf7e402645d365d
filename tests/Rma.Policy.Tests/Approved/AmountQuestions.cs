using System.Globalization;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Fees, roundings, currencies, dates and keys: small answers, one a line.</summary>
internal static class AmountQuestions
{
    private static readonly decimal[] Prices = [0m, 0.01m, 0.02m, 0.03m, 0.04m, 0.07m, 0.1m, 1m, 3.33m, 99.99m, 180m, 1234.565m];

    public static IEnumerable<Question> All =>
    [
        Lines("fees", from price in Prices from percent in (decimal[])[14.99m, 15m, 20m, 25m, 25.01m]
            select Ask($"{price} at {percent}%", () => $"{RestockingFee.Compute(Us, Usd(price), percent)}")),
        Lines("bands", Prices.Select(price => Ask($"{price}", () => RestockingFee.Band(Us, Usd(price)) is var (least, most)
            ? $"{least} to {most}" : "none"))),
        Lines("fees outside the band",
            from price in (decimal[])[-0.01m, 0m, 10.05m] from percent in (decimal[])[-0.01m, 0m, 5m, 100m, 100.01m]
            select Ask($"{price} at {percent}%", () => $"{RestockingFee.ComputeOutsideBand(Us, Usd(price), percent)}")),
        Lines("fees that cannot be computed",
        [
            Ask("a negative price", () => $"{RestockingFee.Compute(Us, Usd(-0.01m), 15m)}"),
            Ask("a currency that is none", () => $"{RestockingFee.Compute(Us, new(10m, "ZZZ"), 15m)}"),
            Ask("a chosen fee outside the band", () => CreditQuestions.Answer(Returned with { ChosenFeePercent = 14.9m })),
            Ask("credited less than nothing", () => CreditQuestions.Answer(Returned with { CreditedBefore = -1m })),
        ]),
        Lines("roundings", from amount in (decimal[])[-1.005m, 0m, 1.004m, 1.005m, 1.0050001m, 180m] from places in (int[])[0, 2, 3]
            select Ask($"{amount} to {places}", () =>
                $"{Usd(amount).Rounded(places)}, {Usd(amount).RoundedDown(places)}, {Usd(amount).RoundedUp(places)}")),
        Lines("sums",
        [
            Ask("dollars and dollars", () => $"{Usd(1m) + Usd(2m)}, {Usd(1m) - Usd(2m)}, {-Usd(2m)}, {Money.Zero("USD")}"),
            Ask("dollars and euros", () => $"{Usd(1m) + new Money(2m, "EUR")}"),
            Ask("dollars less euros", () => $"{Usd(1m) - new Money(2m, "EUR")}"),
            Ask("of no lines", () => $"{new ValueList<string>([])}, {(ValueList<string>)["a", "b"]}"),
        ]),
        Lines("currencies", new[] { "USD", "JPY", "KWD", "ZZZ" }.Select(code =>
            Ask(code, () => $"{Currencies.IsKnown(code)}, {Currencies.Show(1234.5m, code)}, {Currencies.Show(0.005m, code)}"))),
        Lines("bounds of a grant", from amount in (decimal[])[-0.01m, 0m, 153m, 153.01m] from code in (string[])["USD", "EUR"]
            select Ask($"{amount} {code}", () => $"{new CreditBounds(Usd(0m), Usd(153m)).Allows(new(amount, code))}")),
        Lines("days", (string[])["2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01", "2026-12-31", "2028-02-29"], day =>
            string.Create(CultureInfo.InvariantCulture,
                $"ends {Us.Calendar.EndOfDay(Day(day)):u}, {Us.Calendar.LocalDate(NoonOf(Day(day)).AddHours(12)):yyyy-MM-dd}, ") +
            string.Create(CultureInfo.InvariantCulture,
                $"{LastArrival(Day(day)):yyyy-MM-dd}, {IssuancePolicy.ValidThrough(Us, Day(day)):yyyy-MM-dd}, ") +
            string.Create(CultureInfo.InvariantCulture, $"{WarrantyPeriod.EndsOn(Day(day), 12):yyyy-MM-dd}")),
        Lines("numbers", (long[])[-1, 0, 1, 34, RmaNumber.Count - 1, RmaNumber.Count], n =>
            $"{RmaNumber.FromSequence(n)}, {RmaNumber.FromSequence(n, isTicket: true)}"),
        Lines("number as text", [
            Ask("default", () => $"'{default(RmaNumber)}'"),
            Ask("as printed", () =>
                $"{RmaNumber.AsPrinted($" {Number} ")}, {RmaNumber.AsPrinted("Ada")}, {RmaNumber.AsPrinted(null) ?? "null"}"),
            Ask("no number in JSON", () => $"{System.Text.Json.JsonSerializer.Deserialize<RmaNumber>("\"Ada\"")}"),
        ]),
        Lines("pieces", (string[])[Pieces.Of("INV-9", 2, 3), "INV-9/0#3", "INV-9/2#0", "/2#3", "INV-9/2#3x", "INV/9/12#30"],
            item => $"{Pieces.IsPiece(item)}"),
        Lines("exclusions", Exclusions.Codes.Append("meteor"), code =>
            $"{Exclusions.IsKnown(code)}, {string.Join(' ', Exclusions.ClausesOf(code))}, {Exclusions.Listed.Contains(code)}, " +
            $"{Exclusions.SeenOnUnit.Contains(code)}"),
        Lines("roles", AccountRoles.Under(Us), role => role),
        Lines("remedies", Remedies.All, remedy => $"credit {Remedies.IsCredit(remedy)}, repair {Remedies.IsRepair(remedy)}"),
    ];

    private static DateOnly? LastArrival(DateOnly invoiced) => CreditPolicy.Assess(
        Us, Returned with { InvoiceDate = invoiced, ArrivedOn = invoiced, DecidedOn = invoiced }).Decision.LastDay;

    private static Question Lines<T>(string name, IEnumerable<T> subjects, Func<T, string> answer) =>
        Lines(name, subjects.Select(subject => Ask($"{subject}", () => answer(subject))));

    private static Question Lines(string name, IEnumerable<string> lines) => new(name, () => string.Concat(lines));

    private static string Ask(FormattableString name, Func<string> answer) => Ask(FormattableString.Invariant(name), answer);

    private static string Ask(string name, Func<string> answer) => $"- {name}: {Wording.Of(answer)}";
}
