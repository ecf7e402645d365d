using System.Globalization;
using System.Net;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

/// <summary>The page of a quote link: one self-contained HTML document.</summary>
internal static class QuotePage
{
    public static string NoSuchLink =>
        Document(
        "Link not valid", "<h1>This link is not valid</h1><p>It was cut off on its way, or it is over. Please ask for a new one.</p>");

    /// <param name="said">The refusal of the last answer; null for none.</param>
    public static string Of(RepairJob job, QuoteLink link, PolicyBook policies, string token, string? said)
    {
        var unit = job.Unit;
        if (unit is null) return NoSuchLink;
        var body = (job, job.StandingQuote) switch
        {
            (_, null) or (RepairJob.Done, _) =>
                Note("This quote is closed", "The unit has left the workshop, or its diagnosis was changed since."),
            (_, { } quote) when quote.QuoteVersion != link.QuoteVersion =>
                Note("This quote was replaced", $"Version {quote.QuoteVersion} stands now; you were sent a link to it."),
            (RepairJob.Quoted quoted, _) => Open(quoted, policies.Get(quoted.Quote.PolicyVersion), token),
            (RepairJob.Declined, { } quote) =>
                Note("You declined this quote",
                $"{Amounts(quote, policies.Get(quote.PolicyVersion))} will not be charged. The unit goes back to you unrepaired."),
            (_, { } quote) =>
                Note("You approved this quote",
                $"The repair is done for {Amounts(quote, policies.Get(quote.PolicyVersion))}, without tax."),
        };
        var refused = said is null ? "" : $"""<p class="refused" role="alert">{Text(said)}</p>""";
        return Document($"Quote {link.QuoteVersion} · {unit.RmaNumber}",
            $"""<p class="where">{Text(unit.RmaNumber)}, line {unit.Line} · serial number """ +
                $"""{Text(unit.SerialNumber)}{(unit.Sku is null ? "" : $" · {Text(unit.Sku)}")}</p>{refused}{body}""");
    }

    private static string Open(RepairJob.Quoted job, PolicyVersion policy, string token)
    {
        var (quote, decision) = (job.Quote, job.Verdict.Decision);
        var total = Amounts(quote, policy);
        var lines = string.Concat(quote.Lines.Select(line =>
            $"<tr><td>{Text(line.Description)}</td><td>{Text(line.Kind)}</td>" +
                $"<td class=\"amount\">{Number(line.Amount, quote.Currency, policy)}</td></tr>"));
        var clauses = string.Concat(decision.Clauses.Union([Clauses.O1, Clauses.O3]).Select(id =>
            $"<dt>{Text(id)}</dt><dd>{Quoted(policy, id)}</dd>"));
        return $"""
            <h1>Quote {quote.QuoteVersion}: {Text(total)}</h1>
            <p><b>What was found:</b> {Text(job.Verdict.Findings)}</p>
            <p><b>Why it is not free:</b> {Text(decision.Reason)}</p>
            <table><thead><tr><th>For</th><th></th><th class="amount">{Text(quote.Currency)}</th></tr></thead><tbody>{lines}</tbody>
            <tfoot><tr><td>Labour and parts, without tax</td><td></td>
            <td class="amount">{Number(quote.Amount, quote.Currency, policy)}</td></tr></tfoot></table>
            {(job.Job.HasDrive ? DriveNotice(policy) : "")}
            <div class="answers">
            <form method="post" action="/quote-links/{Text(token)}/approval">
              <input type="hidden" name="amount" value="{Number(quote.Amount, quote.Currency, policy)}">
              <input type="hidden" name="currency" value="{Text(quote.Currency)}">
              <button class="yes">Approve {Text(total)}</button>
              <p>{AfterRepair(job, policy)}</p>
            </form>
            <form method="post" action="/quote-links/{Text(token)}/refusal">
              <label>Why? <input name="reason" maxlength="500"></label>
              <button>Decline, send it back</button>
              <p>{AfterRefusal(job, policy)}</p>
            </form></div>
            <details><summary>By these clauses of the policy ({Text(policy.Id)})</summary>
            <dl>{clauses}</dl></details>
            """;
    }

    private static string AfterRepair(RepairJob.Quoted job, PolicyVersion policy) => job.Job.Coverage is { WithinPeriod: false }
        ? $"The repaired unit has {policy.Settings.RepairWarrantyMonths} months of warranty from the day it ships back (O2)."
        : "The warranty period of the unit is not changed by this repair (O2).";

    // The fee schedule may lack a currency: then no amounts are shown, and none are charged without a decision.
    private static string AfterRefusal(RepairJob.Quoted job, PolicyVersion policy) =>
        policy.Settings.DiagnosisFee.TryGetValue(job.Quote.Currency, out var diagnosis)
            && policy.Settings.ReturnShippingFee.TryGetValue(job.Quote.Currency, out var shipping)
            ? $"The diagnosis ({Text(Money(diagnosis, job.Quote.Currency, policy).ToString())}) and the way back " +
                $"({Text(Money(shipping, job.Quote.Currency, policy).ToString())}) are charged (O3)."
            : "The diagnosis and the way back are charged (O3).";

    private static string Note(string title, string words) => $"<h1>{Text(title)}</h1><p>{Text(words)}</p>";

    private static string DriveNotice(PolicyVersion policy) =>
        $"<p class=\"notice\">{Quoted(policy, Clauses.D4)} {Quoted(policy, Clauses.D5)} Its drive will be reformatted.</p>";

    private static string Quoted(PolicyVersion policy, string clause) => $"“{Text(policy.Clauses[clause])}”";

    private static string Amounts(RepairQuoted quote, PolicyVersion policy) => Money(quote.Amount, quote.Currency, policy).ToString();

    private static string Number(decimal amount, string currency, PolicyVersion policy) =>
        Money(amount, currency, policy).Amount.ToString(CultureInfo.InvariantCulture);

    private static Money Money(decimal amount, string currency, PolicyVersion policy) =>
        new Money(amount, currency).Rounded(policy.Settings.CurrencyMinorUnits[currency]);

    private static string Text(string words) => WebUtility.HtmlEncode(words);

    private static string Document(string title, string body) =>
        $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Text(title)}}</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f6; color: #1f2937 }
        main { max-width: 42rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border-radius: .5rem;
            box-shadow: 0 1px 4px #0003 }
        h1 { font-size: 1.5rem; margin: .25rem 0 1rem } .where { color: #4b5563; margin: 0 }
        table { width: 100%; border-collapse: collapse; margin: 1rem 0 }
        td, th { padding: .4rem .5rem; border-bottom: 1px solid #e5e7eb; text-align: left }
        tfoot td { font-weight: 600; border-bottom: 0 } .amount { text-align: right; font-variant-numeric: tabular-nums }
        .answers { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 1.5rem 0 }
        form { border: 1px solid #d1d5db; border-radius: .5rem; padding: 1rem }
        form p { font-size: .875rem; color: #4b5563; margin: .5rem 0 0 } label { display: block; margin-bottom: .5rem }
        input { font: inherit; width: 100%; box-sizing: border-box; padding: .3rem .5rem }
        button { font: inherit; width: 100%; padding: .6rem; border: 1px solid #6b7280; border-radius: .375rem;
            background: #fff; cursor: pointer }
        .yes { background: #166534; border-color: #166534; color: #fff }
        button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px }
        .notice { background: #fef9c3; padding: .6rem .8rem; border-radius: .375rem }
        .refused { background: #fee2e2; padding: .6rem .8rem; border-radius: .375rem }
        dt { font-weight: 600 } dd { margin: 0 0 .5rem }
        @media (max-width: 36rem) { .answers { grid-template-columns: 1fr } main { margin: 0; border-radius: 0 } }
        </style></head><body><main>{{body}}</main></body></html>
        """;
}
