using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

/// <summary>
/// Collects the facts of a request, applies the policy and reserves the authorized units, all in the request's transaction: of two requests
/// for one unit, the second one sees the reservation of the first.
/// </summary>
internal sealed class IssueDesk(
    FactFinder facts, PieceFinder pieces, Streams<Unit, UnitEvent> units, Streams<ReturnAuthorization, RmaEvent> rmas,
    AmbientTransaction transaction, PolicyBook policies, TimeProvider clock)
{
    /// <summary>The decision on a request, stored with the request and with each unit it is about.</summary>
    public async Task<ReturnAuthorization> Answer(RmaRequest asking, CancellationToken cancellationToken)
    {
        var request = await WithPieces(asking, cancellationToken);
        var now = clock.GetUtcNow();
        var policy = policies.InForceAt(now);
        var (asked, products) = await Question(request, policy, now, cancellationToken);
        var number = await RmaNumbers.Next(transaction, request.ByTicket, cancellationToken);
        var command = new RequestRma(request, number, policy, asked, products, now);
        var answer = await rmas.Append(request.RmaId, rma => RequestRma.Decide(rma, command), cancellationToken);
        await Remember(answer, asked, now, cancellationToken);
        return answer;
    }

    // A quantity is replaced by the pieces found for it, each an item with the data given for all of them.
    private async Task<RmaRequest> WithPieces(RmaRequest request, CancellationToken cancellationToken)
    {
        if (request.Lines?.Any(line => line.Quantity is not null) is not true) return request;
        var (items, lines) = (request.Items.ToList(), new List<RequestedLine>());
        foreach (var line in request.Lines)
        {
            if (line is not { Quantity: { } quantity, Sku: { } sku })
            {
                lines.Add(line);
                continue;
            }

            var found = await pieces.Free(
                request.AccountId, sku, quantity + lines.Count(known => known.Sku == sku && known.Item is { } item && Pieces.IsPiece(item)),
                request.Details?.OriginalInvoice, cancellationToken);
            string[] taken = [.. found.Except(items).Take(quantity)];
            items.AddRange(taken);
            lines.AddRange(taken.Select(item => line with { Item = item, Quantity = null }));
        }

        return request with { Items = [.. items], Lines = [.. lines] };
    }

    /// <summary>The input of the policy, without a decision.</summary>
    public async Task<(IssuanceFacts Facts, ValueList<LineProduct> Products)> Question(
        RmaRequest request, PolicyVersion policy, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var today = policy.Calendar.LocalDate(at);
        var items = new List<ItemFacts>();
        foreach (var item in request.Items)
            items.Add(await facts.Item(item, request.AccountId, request.SaysDefect(item), policy, today, null, cancellationToken,
                request.SkuOf(item)));
        var account = await facts.Account(request.AccountId, today, null, cancellationToken);
        return (new(at, request.Remedy, account, [.. items.Select(item => item.Line)]) { ByTicket = request.ByTicket },
            [.. items.Select(item => item.Product)]);
    }

    // Reserves authorized units and notes the decision on each unit, ordered by serial number, so that two requests cannot deadlock.
    private async Task Remember(ReturnAuthorization answer, IssuanceFacts asked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var line in asked.Lines.OrderBy(line => line.Item, StringComparer.Ordinal))
        {
            if (answer.OutlookOf(line.Item) is not { } outlook) continue;
            var (reservation, note) = (ReservationOf(answer, line.Item),
                new NoteDecision(answer.Request!, asked with { Lines = [line] }, outlook, now));
            await units.Append(line.Item, unit => ReserveAndNote(unit, reservation, note), cancellationToken);
        }
    }

    private static OpenRemedy? ReservationOf(ReturnAuthorization answer, string item) =>
        answer is ReturnAuthorization.Issued { Authorization: var issued }
            && issued.Lines.FirstOrDefault(line => line.SerialNumber == item) is { } line
            ? new(line.ReturnId, issued.Request.RmaId, issued.RmaNumber, issued.Request.Remedy, issued.IssuedAt, issued.Request.SkuOf(item))
            : null;

    private static IEnumerable<UnitEvent> ReserveAndNote(Unit unit, OpenRemedy? reservation, NoteDecision note)
    {
        UnitEvent[] reserved = reservation is null ? [] : [.. OpenRemedy.Decide(unit, reservation)];
        return [.. reserved, .. NoteDecision.Decide(reserved.Aggregate(unit, Unit.Evolve), note)];
    }
}
