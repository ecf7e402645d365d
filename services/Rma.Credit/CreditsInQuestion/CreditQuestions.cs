using Dapper;
using Npgsql;

namespace Rma.Credit.CreditsInQuestion;

/// <summary>A credit that is based on a corrected fact. It is final; an analyst decides what to do about it.</summary>
/// <param name="Kind">
/// Stable: <c>credit.line-withdrawn</c>, <c>credit.line-moved</c>, <c>credit.line-price-lowered</c>, <c>invoice-line.over-price</c>,
/// <c>order-line.over-quantity</c>, <c>licence.activated-before-credit</c>.
/// </param>
/// <param name="NetAmount">The credited amount, without tax, in major units.</param>
/// <param name="What">Both sides, in words.</param>
public sealed record CreditInQuestion(
    Guid CreditId, Guid ReturnId, string AccountId, string SerialNumber, string InvoiceId, decimal NetAmount, string Currency, string Kind,
    string What);

/// <summary>Finds the credits that are based on corrected facts: invoice lines, order lines, activations. Read-only.</summary>
internal static class CreditQuestions
{
    // A review settles the facts known at its time: a later correction raises the question again.
    private const string Sql =
        """
        select credit.credit_id, credit.return_id, credit.account_id, credit.serial_number, credit.invoice_id, credit.net_amount,
            credit.currency::text, found.kind, found.what
        from (select * from credits where credit_id > @after order by credit_id limit @page) credit
        left join credit_reviews review using (credit_id)
        cross join lateral (
            select case when basis.stands_for is null then 'credit.line-withdrawn'
                when basis.stands_for <> credit.serial_number then 'credit.line-moved'
                        else 'credit.line-price-lowered' end kind,
                   case when basis.stands_for is null then format('invoice %s line %s was taken back by revision %s', credit.invoice_id,
                       credit.invoice_line, basis.revision)
                        when basis.stands_for <> credit.serial_number then
                            format('invoice %s line %s belongs to %s by revision %s', credit.invoice_id, credit.invoice_line,
                                basis.stands_for, basis.revision)
                        else format('invoice %s line %s has a price of %s by revision %s', credit.invoice_id, credit.invoice_line,
                            basis.net_price, basis.revision) end what,
                   basis.heard_at
            from credit_bases basis
            where basis.basis = 'invoice-line' and basis.document_id = credit.invoice_id and basis.document_line = credit.invoice_line
              and (basis.stands_for is distinct from credit.serial_number or basis.net_price < credit.net_amount)
            union all
            select 'invoice-line.over-price', format('%s credited on invoice %s line %s, its price is %s', line.credited, credit.invoice_id,
                credit.invoice_line, line.price), line.last
            from (select sum(other.net_amount) filter (where reviewed.outcome is distinct from 'recovered') credited,
                max(other.price_paid) price, max(other.issued_at) last
                  from credits other left join credit_reviews reviewed using (credit_id)
                  where other.invoice_id = credit.invoice_id and other.invoice_line = credit.invoice_line) line
            where line.credited > line.price
            union all
            select 'order-line.over-quantity',
                   format('%s credited on order %s line %s, which orders %s', line.credited, credit.purchase_order_id, credit.order_line,
                       coalesce(basis.quantity, line.quantity)),
                   greatest(line.last, basis.heard_at)
            from (select count(*) filter (where reviewed.outcome is distinct from 'recovered') credited, max(other.order_quantity) quantity,
                max(other.issued_at) last
                  from credits other left join credit_reviews reviewed using (credit_id)
                  where other.purchase_order_id = credit.purchase_order_id and other.order_line = credit.order_line) line
            left join credit_bases basis
                on basis.basis = 'order-line' and basis.document_id = credit.purchase_order_id and basis.document_line = credit.order_line
            where line.credited > coalesce(basis.quantity, line.quantity)
            union all
            select 'licence.activated-before-credit', format('activated at %s, credited at %s', basis.activated_at, credit.issued_at),
                basis.heard_at
            from credit_bases basis
            where credit.is_license and basis.basis = 'activation' and basis.document_id = credit.serial_number
                and basis.activated_at < credit.issued_at
        ) found
        where review.reviewed_at is null or review.reviewed_at < found.heard_at
        order by credit.credit_id, found.kind
        """;

    /// <summary>A page of checked credits: how many, the last one, and the findings.</summary>
    public static async Task<(int Rows, Guid Last, IReadOnlyList<CreditInQuestion> Found)> Page(
        NpgsqlConnection connection, Guid after, int page, NpgsqlTransaction? transaction = null)
    {
        var (rows, last) = await connection.QuerySingleAsync<(int, Guid?)>(
            "select count(*)::int, (array_agg(credit_id order by credit_id desc))[1] from (select credit_id from credits " +
                "where credit_id > @after order by credit_id limit @page) page",
            new { after, page }, transaction);
        var found = rows == 0 ? [] : (await connection.QueryAsync<CreditInQuestion>(Sql, new { after, page }, transaction)).AsList();
        return (rows, last ?? after, found);
    }

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlyList<CreditInQuestion>> All(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        const int page = 1000;
        var all = new List<CreditInQuestion>();
        for (var (after, rows) = (Guid.Empty, page); rows == page;)
        {
            (rows, after, var found) = await Page(connection, after, page);
            all.AddRange(found);
        }

        return all;
    }
}
