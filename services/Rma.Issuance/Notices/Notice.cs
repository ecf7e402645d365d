using Rma.Contracts.Issuance;
using System.Globalization;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Notices;

/// <summary>A notice for a requester, as sent by mail and to webhooks.</summary>
/// <param name="Kind">One of <see cref="NoticeKinds"/>; public and stable.</param>
/// <param name="Key">The same kind and key are the same notice, which is published once.</param>
/// <param name="Subject">One line, plain text.</param>
/// <param name="Body">Plain text, ready to be mailed; no names of persons, no addresses.</param>
public sealed record Notice(string Kind, string Key, string Subject, string Body)
{
    public string AccountId { get; init; } = "";

    public Guid? RmaId { get; init; }

    public string? RmaNumber { get; init; }

    public Guid? ReturnId { get; init; }

    public string? SerialNumber { get; init; }

    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>The same for programs.</summary>
    public NoticeDetails Details { get; init; } = new();

    /// <summary>The notice's own id.</summary>
    public Guid NoticeId => NameBasedId.Of($"notice/{Kind}/{Key}");

    /// <summary>The notice for one return.</summary>
    internal Notice About(ReturnState line) => this with
    {
        Key = $"{line.CorrelationId}/{Key}", AccountId = line.AccountId, RmaId = line.RmaId, RmaNumber = line.RmaNumber,
        ReturnId = line.CorrelationId, SerialNumber = line.SerialNumber,
        Subject = $"{line.RmaNumber}: {line.SerialNumber} {Subject}",
        Body = Body.Replace("{serial}", line.SerialNumber, StringComparison.Ordinal)
            .Replace("{number}", line.RmaNumber, StringComparison.Ordinal)
            .Replace("{validThrough}", Day(line.ValidThrough), StringComparison.Ordinal),
        Details = Kind == NoticeKinds.AboutToExpire ? Details with { ValidThrough = line.ValidThrough } : Details,
    };

    internal static Notice Authorized(RmaIssued e) => new(
        NoticeKinds.Authorized, $"{e.Request.RmaId}", $"{e.RmaNumber}: your return is authorized",
        $"Your return was authorized under {e.RmaNumber}.\n\n" +
        string.Concat(e.Lines.Select(line => $"  {line.SerialNumber}: {line.Outlook.Reason}\n")) +
        string.Concat(e.Declined.Select(line =>
            $"  {line.Item}: not authorized ({Why(line.Code, line.Outlook)}). {line.Outlook.Reason}\n{Change(line.Outlook)}")) +
        $"\nMark {e.RmaNumber} clearly on the outside of every carton and prepay the freight; a carton without it is refused." +
        (e.Request.ByTicket ? "" : $" The number is good through {Day(e.ValidThrough)}.") +
        (e.Lines.Any(line => line.HasDrive) ? "\n\nBack up all data first: drives are checked and reformatted, and no data are recovered."
            : ""))
    {
        AccountId = e.Request.AccountId, RmaId = e.Request.RmaId, RmaNumber = e.RmaNumber, Clauses = e.Decision.Clauses,
        Details = new(ValidThrough: e.Request.ByTicket ? null : e.ValidThrough, Items:
        [
            .. e.Lines.Select(line => new NoticeItem(line.SerialNumber, true, null, line.Outlook.Reason, line.Outlook.WouldChange)),
            .. e.Declined.Select(line => Item(line, null)),
        ]),
    };

    internal static Notice Denied(RmaDenied e) => new(
        NoticeKinds.Denied, $"{e.Request.RmaId}", "Your request for a return was denied",
        $"{e.Decision.Reason}\n\nCode: {e.Code}. Clauses: {string.Join(", ", e.Decision.Clauses)}." +
            $"{(e.Decision.WouldChange is { } change ? $"\nWhat would change this: {change}" : "")}\n\n" +
        string.Concat(e.Lines.Select(line =>
            $"  {line.Item} ({Why(line.Code ?? e.Code, line.Outlook)}): {line.Outlook.Reason}\n{Change(line.Outlook)}")) +
        "\nYou may dispute this answer.")
    {
        AccountId = e.Request.AccountId, RmaId = e.Request.RmaId, Clauses = e.Decision.Clauses,
        Details = new(Code: e.Code, Items: [.. e.Lines.Select(line => Item(line, e.Code))]),
    };

    /// <param name="lastDay">The request lapses after this day.</param>
    internal static Notice Waiting(RmaReferred e, DateOnly lastDay, long version) => new(
        NoticeKinds.Waiting, $"{e.Request.RmaId}/{version}", "Your request for a return waits",
        $"{e.Decision.Reason}\n\nIt waits for: " +
            $"{(e.Decision.MissingFacts.Count > 0 ? string.Join(", ", e.Decision.MissingFacts) : "a person's decision")}.\n\n" +
        string.Concat(e.Lines.Select(line =>
            $"  {line.Item} ({Why(line.Code ?? e.Code, line.Outlook)}): {line.Outlook.Reason}\n{Change(line.Outlook)}")) +
        $"\nYou may withdraw it. It lapses when it still waits after {Day(lastDay)}.")
    {
        AccountId = e.Request.AccountId, RmaId = e.Request.RmaId, Clauses = e.Decision.Clauses,
        Details = new(
            Code: e.Code, WaitsFor: e.Decision.MissingFacts, LapsesAfter: lastDay, Items: [.. e.Lines.Select(line => Item(line, e.Code))]),
    };

    internal static Notice Over(RmaReferred e, RequestWithdrawn? withdrawal) => new(
        withdrawal is null ? NoticeKinds.Lapsed : NoticeKinds.Withdrawn, $"{e.Request.RmaId}",
        $"Your request for a return {(withdrawal is null ? "has lapsed" : "was withdrawn")}",
        withdrawal is null ? $"It waited too long for: {string.Join(", ", e.Decision.MissingFacts)}.\n\nYou may ask again."
            : $"Reason: {withdrawal.Reason}\n\nYou may ask again.")
    {
        AccountId = e.Request.AccountId, RmaId = e.Request.RmaId, Clauses = e.Decision.Clauses,
    };

    internal static Notice RefusedAtDock(ParcelRefused e, string accountId, string? rmaNumber) => new(
        NoticeKinds.RefusedAtDock, $"{e.ParcelId}", $"{rmaNumber ?? "A parcel"}: refused at the dock",
        $"A parcel was refused at our dock: {e.Reason}\n\nClauses: {string.Join(", ", e.Clauses)}.\nThe refusal is for this delivery; " +
            "the number itself stays as it was. You may dispute it.")
    {
        AccountId = accountId, RmaId = e.RmaId, RmaNumber = rmaNumber, Clauses = e.Clauses,
        Details = new(Code: e.Code, ParcelId: e.ParcelId, Carrier: e.Carrier, TrackingNumber: e.TrackingNumber),
    };

    internal static Notice Received { get; } =
        new(NoticeKinds.Received, NoticeKinds.Received, "has arrived", "{serial} has arrived under {number} and will be inspected.")
        {
            Clauses = [Policy.Clauses.C4],
        };

    internal static Notice AboutToExpire { get; } = new(
        NoticeKinds.AboutToExpire, NoticeKinds.AboutToExpire, "is about to expire",
        "{number} is good through {validThrough}, and {serial} has not arrived yet. A number is not extended; " +
            "after that day a new one has to be asked for.") { Clauses = [Policy.Clauses.P4] };

    internal static Notice QuoteWaiting(int version, decimal amount, string currency, string link) => new(
        NoticeKinds.QuoteWaiting, $"quote/{version}", "waits for your answer to a quote",
        $"The repair of {{serial}} is quoted at {Money(amount, currency)} (version {version}), labor and parts included. " +
            $"Nothing is done before you approve it.\n\nAccept or decline: {link}")
    {
        Clauses = [Policy.Clauses.O1, Policy.Clauses.W6],
        Details = NoticeDetails.Of(amount, currency, []) with { Lines = null, QuoteVersion = version, Link = link },
    };

    internal static Notice QuoteReminder(QuoteReminded e, string link) =>
        QuoteWaiting(e.QuoteVersion, e.Amount, e.Currency,
            link) with { Key = $"quote/{e.QuoteVersion}/{(e.Escalated ? "escalated" : "reminder")}",
        Subject = "still waits for your answer to a quote" };

    internal static Notice ShippedBack(string carrier, string tracking) => new(
        NoticeKinds.ShippedBack, NoticeKinds.ShippedBack, "is on its way",
        $"For {{serial}} under {{number}}, a unit is on its way to you: {carrier}, {tracking}.")
    {
        Clauses = [Policy.Clauses.W10], Details = new(Carrier: carrier, TrackingNumber: tracking),
    };

    internal static Notice CreditIssued(CreditIssued e) => new(
        NoticeKinds.CreditIssued, $"{e.CreditId}", "was credited",
        $"{Money(e.Amount, e.Currency)} were credited for {{serial}} (invoice {e.InvoiceId}).\n\n" +
            $"{string.Concat(e.Lines.Select(line => $"  {line.Kind}: {Money(line.Amount, e.Currency)}\n"))}\nCredit {e.CreditId}.")
    {
        Clauses = e.Clauses,
        Details = NoticeDetails.Of(e.Amount, e.Currency, e.Lines.Select(line => (line.Kind, line.Amount))) with
        {
            CreditId = e.CreditId, InvoiceId = e.InvoiceId,
        },
    };

    internal static Notice ChargeRaised(ChargeRaised e) => new(
        NoticeKinds.ChargeRaised, $"{e.ChargeId}", "was charged for",
        $"{Money(e.Amount, e.Currency)} are charged for {{serial}} under {{number}}.\n\n" +
            $"{string.Concat(e.Lines.Select(line => $"  {line.Kind}: {Money(line.Amount, e.Currency)}\n"))}\n" +
            $"Charge {e.ChargeId}. Clauses: {string.Join(", ", e.Clauses)}.")
    {
        Clauses = e.Clauses,
        Details = NoticeDetails.Of(e.Amount, e.Currency, e.Lines.Select(line => (line.Kind, line.Amount))) with { ChargeId = e.ChargeId },
    };

    private static NoticeItem Item(DeclinedLine line, string? code) =>
        new(line.Item, false, line.Code ?? code, line.Outlook.Reason, line.Outlook.WouldChange);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Money(decimal amount, string currency) => Currencies.Show(amount, currency);

    private static string Why(string? code, Decision outlook) => $"{code}, {string.Join(", ", outlook.Clauses)}";

    private static string Change(Decision outlook) => outlook.WouldChange is { } change ? $"    What would change this: {change}\n" : "";
}
