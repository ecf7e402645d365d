using Dapper;
using Rma.EventSourcing;
using Rma.Issuance.Orders;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.InvoiceLines;

/// <summary>
/// Statements about an invoice line or a purchase order that were stored in unit and RMA streams before such streams existed. Read once,
/// when such a stream begins.
/// </summary>
internal sealed class EarlierStatements(AmbientTransaction transaction, EventNames names)
{
    // Migration 1005 listed them; in a database that began later there are none.
    private const string Sql =
        """
        select event.type, event.stream_id, event.data::text from earlier_statements earlier join mt_events event using (seq_id)
        where earlier.type = @type and earlier.document_id = @id order by event.seq_id
        """;

    /// <summary>The units that received statements of this line, in the order of arrival.</summary>
    public async Task<ValueList<InvoiceLineStated>> OfInvoiceLine(string invoiceId, int line, CancellationToken cancellationToken)
    {
        var purchases = (await Read("unit_purchase_recorded", invoiceId, cancellationToken))
            .Select(row => (Serial: row.Stream["unit-".Length..], Purchase: (UnitPurchaseRecorded)row.Body));
        return [.. purchases.Where(row => row.Purchase.InvoiceLine == line).DistinctBy(row => row.Purchase.Revision)
            .Select(row => new InvoiceLineStated(row.Serial, row.Purchase))];
    }

    /// <summary>
    /// The earlier notes on numbers about an order, as statements of the order: which numbers it named. Quantities were not stored; each
    /// named number counts as one of each item.
    /// </summary>
    public async Task<ValueList<OrderStated>> StatementsOf(OrderStated now, CancellationToken cancellationToken)
    {
        var noted = (await Read("replacement_order_noted", now.PurchaseOrderId, cancellationToken)).ToArray();
        var statements = new List<OrderStated>();
        foreach (var revision in noted.Select(row => (Rma: row.Stream["rma-".Length..], Noted: (ReplacementOrderNoted)row.Body))
            .GroupBy(row => row.Noted.Revision))
        {
            var (first, numbers) = (revision.First().Noted, new List<string>());
            foreach (var row in revision) numbers.Add(await NumberOf(Guid.Parse(row.Rma), cancellationToken));
            statements.Add(new(
                now.PurchaseOrderId, first.Revision, now.AccountId,
                [.. first.Skus.Select((sku, at) => new OrderedLine(at + 1, sku, numbers.Count, [.. numbers]))],
                first.PlacedAt, false, first.NotedAt));
        }

        return [.. statements];
    }

    private async Task<string> NumberOf(Guid rmaId, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return (await open.Connection!.QuerySingleAsync<string>(
            "select rma_number from rma_register where rma_id = @rmaId", new { rmaId }, open))!;
    }

    private async Task<IEnumerable<(string Stream, object Body)>> Read(
        string type, string id, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        var rows = await open.Connection!.QueryAsync<(string Type, string Stream, string Json)>(
            new CommandDefinition(Sql, new { type, id }, open, cancellationToken: cancellationToken));
        return rows.Select(row => (row.Stream, names.Read(row.Type, row.Json)));
    }
}
