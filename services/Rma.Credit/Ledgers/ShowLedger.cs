using Rma.Contracts.Credit;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Credit.Ledgers;

/// <summary>Credits and charges of a serial number or license code over its life.</summary>
/// <param name="Purchases">One per invoice with credits or charges; of other purchases the whole price remains.</param>
/// <param name="ActivatedAt">Of a license; null while it is unused.</param>
public sealed record LedgerView(string SerialNumber, IReadOnlyList<PurchaseView> Purchases, DateTimeOffset? ActivatedAt);

/// <summary>What was paid, credited and charged on one invoice.</summary>
/// <param name="InvoiceId">Null for charges of returns with an unknown invoice.</param>
/// <param name="PricePaid">Net price; null when unknown.</param>
/// <param name="Credited">Net of fees, without tax.</param>
/// <param name="RemainingLiability">The maximum that may still be credited (W13, A-49); a charge does not change it. Null when the price is
/// unknown.</param>
public sealed record PurchaseView(
    string? InvoiceId, string Currency, decimal? PricePaid, decimal Credited, decimal Charged, decimal? RemainingLiability,
    IReadOnlyList<PostingView> Postings)
{
    internal static IReadOnlyList<PurchaseView> Of(Ledger ledger) =>
        [.. ledger.Postings.Select(posting =>
            (posting.InvoiceId, posting.Net.Currency, Price: (decimal?)posting.PricePaid, View: PostingView.Of(posting)))
            .Concat(ledger.Charges.Select(posting =>
                (InvoiceId: posting.InvoiceId!, posting.Amount.Currency, Price: posting.PricePaid, View: PostingView.Of(posting))))
            .GroupBy(posting => (posting.InvoiceId, posting.Currency))
            .Select(purchase =>
                Of(purchase.Key.InvoiceId, purchase.Key.Currency, purchase.Last().Price, [.. purchase.Select(posting => posting.View)]))];

    private static PurchaseView Of(string? invoiceId, string currency, decimal? price, IReadOnlyList<PostingView> postings)
    {
        var credited = postings.Where(posting => posting.Kind == NoteKinds.Credit).Sum(posting => posting.Amount);
        var charged = postings.Where(posting => posting.Kind == NoteKinds.Charge).Sum(posting => posting.Amount);
        return new(invoiceId, currency, price, credited, charged, price - credited, postings);
    }
}

/// <summary>One credit or charge.</summary>
public sealed record PostingView(
    [OneOf(typeof(NoteKinds))] string Kind, Guid Id, Guid ReturnId, string RmaNumber, decimal Amount, DateTimeOffset PostedAt)
{
    internal static PostingView Of(CreditPosted posted) =>
        new(NoteKinds.Credit, posted.CreditId, posted.ReturnId, posted.RmaNumber, posted.Net.Amount, posted.PostedAt);

    internal static PostingView Of(ChargePosted posted) =>
        new(NoteKinds.Charge, posted.ChargeId, posted.ReturnId, posted.RmaNumber, posted.Amount.Amount, posted.PostedAt);
}

internal static class ShowLedgerEndpoint
{
    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ledgers/{serialNumber}", async (string serialNumber, Streams<Ledger, LedgerEvent> ledgers, CancellationToken ct) =>
        {
            if (await ledgers.Get(serialNumber, ct) is not { } ledger || ledger == Ledger.Initial) return Problems.NotFound("ledger");
            return Results.Ok(new LedgerView(serialNumber, PurchaseView.Of(ledger), ledger.Activation?.ActivatedAt));
        }).Allow(Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Finance, Roles.CreditAnalyst)
            .WithName("showLedger").WithSummary("Shows what was credited and charged for a serial number.")
            .Produces<LedgerView>()
            .Refuses(404, "ledger.not-found");
}
