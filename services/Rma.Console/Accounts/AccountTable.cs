using Rma.Console.Find;
using Rma.Console.Returns;
using Rma.Contracts.Issuance.V1;
using Rma.EventSourcing;

namespace Rma.Console.Accounts;

/// <summary>The accounts with their names: the statement of the latest day, of two for one day the higher revision.</summary>
internal static class AccountTable
{
    private const string Sql =
        """
        insert into accounts (slot, account_id, name, role, authorized, effective_from, revision)
        values (@Slot, @AccountId, @Name, @Role, @Authorized, @EffectiveFrom, @Revision)
        on conflict (slot, account_id) do update set name = excluded.name, role = excluded.role, authorized = excluded.authorized,
            effective_from = excluded.effective_from, revision = excluded.revision
        where (accounts.effective_from, accounts.revision) < (excluded.effective_from, excluded.revision)
        """;

    /// <summary>Writes a statement.</summary>
    public static void Write(AmbientTransaction transaction, short slot, AccountStated said)
    {
        transaction.EnqueueRow(Sql, new
        {
            Slot = slot, said.AccountId, said.Name, said.Role, said.Authorized, said.EffectiveFrom, said.Revision,
        });
        ReturnTable.Write(
            transaction, slot, Term.OfAccount(said.AccountId, said.Name), NameBasedId.Of($"account/{said.AccountId}"), said.AccountId);
    }
}
