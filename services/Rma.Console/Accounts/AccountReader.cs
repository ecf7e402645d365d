using Dapper;
using Npgsql;
using Rma.Console.Facts;
using Rma.ServiceDefaults;

namespace Rma.Console.Accounts;

/// <summary>An account, as the read side knows it.</summary>
/// <param name="Role"><c>distributor</c>, <c>integrator</c> or another.</param>
/// <param name="Authorized">Whether it may return at all.</param>
public sealed record AccountView(string AccountId, string Name, string Role, bool Authorized, DateOnly EffectiveFrom);

/// <summary>What was credited or charged to an account, in one currency.</summary>
public sealed record AccountMoney(string Currency, decimal Credited, long Credits, decimal Charged, long Charges);

/// <summary>Reads accounts; a partner sees its own.</summary>
internal sealed class AccountReader(NpgsqlDataSource database, ReadSide readSide)
{
    private const string Columns = "account_id, name, role, authorized, effective_from";

    /// <summary>One account; null when there is none, or it is another's.</summary>
    public async Task<AccountView?> Find(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Is(Roles.Partner) && caller.Account != id) return null;
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<AccountView>(
            $"select {Columns} from accounts where slot = {slot} and account_id = @id", new { id });
    }

    /// <summary>Those whose id is this text, or whose name or id has it in it; at most this many. For employees.</summary>
    public async Task<IReadOnlyList<AccountView>> Named(string text, int most, CancellationToken cancellationToken)
    {
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        AccountView[] found =
        [
            .. await connection.QueryAsync<AccountView>(
                $"""
                select {Columns} from accounts where slot = {slot}
                    and (position(lower(@text) in lower(account_id)) > 0 or position(lower(@text) in lower(name)) > 0)
                order by lower(account_id) = lower(@text) desc, name limit @most
                """, new { text, most }),
        ];
        return found.Where(account => string.Equals(account.AccountId, text, StringComparison.OrdinalIgnoreCase)).ToArray()
            is { Length: > 0 } whole ? whole : found;
    }

    /// <summary>What was credited and charged to it, by currency.</summary>
    public async Task<IReadOnlyList<AccountMoney>> Money(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Is(Roles.Partner) && caller.Account != id) return [];
        var slot = await readSide.Active(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<AccountMoney>(
            $"""
            select currency, coalesce(sum(credit), 0) credited, count(credit) credits, coalesce(sum(charge), 0) charged,
                count(charge) charges
            from (
                select credit_currency currency, credit_amount credit, null::numeric charge from returns
                where slot = {slot} and account_id = @id and credit_amount is not null and credit_currency is not null
                union all
                select charge_currency, null, charge_amount from returns
                where slot = {slot} and account_id = @id and charge_amount is not null and charge_currency is not null
            ) money group by currency order by currency
            """, new { id })];
    }
}
