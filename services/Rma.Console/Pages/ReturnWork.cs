using System.Globalization;
using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>A dispute about an answer.</summary>
public sealed record DisputeSaid(
    Guid DisputeId, string Subject, string Reference, string Reason, string RaisedBy, DateTimeOffset RaisedAt, string State,
    string? Resolution = null);

/// <summary>What came of a deed.</summary>
/// <param name="Refusal">Null when it is done.</param>
/// <param name="Reference">A request that was answered with it; null when none was.</param>
internal sealed record DeedOutcome(Refusal? Refusal, string? Reference);

/// <summary>What whoever asked for a return does with it, told to issuance and to the bench.</summary>
internal sealed class ReturnWork(ServiceCalls services, ReturnReader returns, AccountDesk accounts)
{
    private const string Issuance = "issuance", Repair = "repair";
    private const int MostLines = 200;

    /// <summary>Who prints papers.</summary>
    public static readonly string[] Printers = [Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator];

    /// <summary>What is known of it beside what is shown.</summary>
    public async Task<ReturnSituation> Situation(HttpContext context, ReturnWithTimeline found, Caller caller, CancellationToken ct)
    {
        var one = found.Return;
        var siblings = one.RmaNumber is null || one.State != ReturnStates.AwaitingArrival ? []
            : (await returns.Page(ReturnFilter.Every with { RmaNumber = one.RmaNumber, Limit = MostLines }, caller, ct)).Returns;
        var reissuedBy = one.State is ReturnStates.Expired or ReturnStates.Cancelled
            ? (await services.Get(context, Issuance, $"/rmas/{ReferenceOf(one)}", ct)).Read<AnsweredRequest>()?.ReissuedBy : null;
        return new(siblings, reissuedBy, found.QuotedJob);
    }

    /// <summary>The disputes about answers to it.</summary>
    public async Task<IReadOnlyList<DisputeSaid>> Disputes(HttpContext context, ReturnView one, CancellationToken ct)
    {
        string[] references = [.. Disputable.Of(one).Select(subject => subject.Reference), ReferenceOf(one)];
        return [.. (await accounts.Disputes(context, one.AccountId, ct)).Where(dispute => references.Contains(dispute.Reference))];
    }

    /// <summary>Does one thing. The same key does it once, however often it is sent.</summary>
    public async Task<DeedOutcome> Do(
        HttpContext context, ReturnWithTimeline found, string deed, IFormCollection form, CancellationToken ct)
    {
        string Text(string name) => form[name].ToString().Trim();
        var one = found.Return;
        (string Service, string Path, object Body) asked = deed switch
        {
            ReturnDeeds.Approve => (Repair, $"/repair-jobs/{found.QuotedJob:D}/{deed}", new
            {
                quoteVersion = Number(Text("version")), amount = Amount(Text("amount")), currency = Text("currency"),
                evidence = Text("evidence") is { Length: > 0 } evidence ? evidence : null,
            }),
            ReturnDeeds.Decline => (Repair, $"/repair-jobs/{found.QuotedJob:D}/{deed}",
                new { quoteVersion = Number(Text("version")), reason = Text("reason") }),
            ReturnDeeds.Dispute => (Issuance, "/disputes", Disputed(one, Text("subject"), Text("reason"))),
            ReturnDeeds.Announce => (Issuance, $"/rmas/{ReferenceOf(one)}/{deed}",
                new { carrier = Text("carrier"), trackingNumber = Text("tracking"), cartons = Number(Text("cartons")) }),
            ReturnDeeds.Cancel or ReturnDeeds.Withdraw => (Issuance, $"/rmas/{ReferenceOf(one)}/{deed}", new { reason = Text("reason") }),
            _ => (Issuance, $"/rmas/{ReferenceOf(one)}/{deed}", new { }),
        };
        var answer = await services.Post(context, asked.Service, asked.Path, asked.Body, Text("key"), ct);
        return new(answer.Refusal, answer is { Refusal: null, Body: { } said }
            && deed is (ReturnDeeds.Reissue or ReturnDeeds.Reconsider) ? RequestDesk.ReferenceOf(said) : null);
    }

    private static object Disputed(ReturnView one, string subject, string reason)
    {
        var meant = Disputable.Of(one).FirstOrDefault(other => other.Subject == subject) ?? new("rma", ReferenceOf(one));
        return new { subject = meant.Subject, reference = meant.Reference, reason };
    }

    private static string ReferenceOf(ReturnView one) => one.RmaNumber ?? $"{one.RmaId:D}";

    // What is no number is refused by whoever wants one.
    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static decimal Amount(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : 0m;
}
