using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Accounts;

/// <summary>Integration events of an account: its name, for those who show it.</summary>
internal static class AccountIntegrationEvents
{
    public static IEnumerable<object> Of(Account account, AccountEvent @event) => @event switch
    {
        AccountStated e =>
            [new V1.AccountStated(e.AccountId, e.Revision, e.Name, e.Role, e.Authorized, e.EffectiveFrom, e.StatedAt)],
        _ => [],
    };
}
