using Dapper;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>Pieces of products without serial numbers, one row each, updated in the transaction of their purchases.</summary>
internal sealed class PieceRegister : IInlineProjection<Unit, UnitEvent>
{
    private const string Bought =
        """
        insert into pieces (item, sku, account_id, invoice_id, invoice_date) values (@Item, @Sku, @AccountId, @InvoiceId, @InvoiceDate)
        on conflict (item) do update set sku = excluded.sku, account_id = excluded.account_id, invoice_date = excluded.invoice_date
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("pieces", "item", "text")];

    public IEnumerable<RowChange> Project(string id, Step<Unit, UnitEvent> step) =>
        !Pieces.IsPiece(id) || step.Event is not (UnitPurchaseRecorded or UnitPurchaseWithdrawn) ? []
        : step.State.LatestPurchase is { } bought
            ? [new(Bought, new { Item = id, bought.Sku, bought.AccountId, bought.InvoiceId, bought.InvoiceDate })]
        : [new("delete from pieces where item = @Item", new { Item = id })];
}

/// <summary>Finds pieces for a request to return a quantity of a product.</summary>
internal sealed class PieceFinder(AmbientTransaction transaction, Streams<Unit, UnitEvent> units)
{
    /// <summary>
    /// Pieces that the account bought and that are neither being returned nor credited, latest invoice first, because its windows are open
    /// longest.
    /// </summary>
    /// <param name="invoiceId">Only of this invoice; null = any.</param>
    /// <exception cref="RefusedException">The account has fewer.</exception>
    public async Task<IReadOnlyList<string>> Free(
        string accountId, string sku, int quantity, string? invoiceId, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        var bought = (await open.Connection!.QueryAsync<string>(
            """
            select item from pieces where account_id = @accountId and sku = @sku and (@invoiceId::text is null or invoice_id = @invoiceId)
            order by invoice_date desc, invoice_id, length(item), item limit 5000
            """, new { accountId, sku, invoiceId }, open)).AsList();
        var free = new List<string>();
        foreach (var item in bought)
        {
            if (free.Count == quantity) break;
            if (await units.Get(item, cancellationToken) is { OpenRemedies.Count: 0, LatestSaleIsCredited: false, ReplacedBy: null })
                free.Add(item);
        }

        return free.Count == quantity ? free : throw new RefusedException(
            "rma.quantity-not-bought", $"{free.Count} of {sku} can be returned, {quantity} are asked for.")
        {
            Clauses = [Clauses.C2, Clauses.W13], WouldChange = "A smaller quantity, or the invoice they were bought on.",
        };
    }
}
