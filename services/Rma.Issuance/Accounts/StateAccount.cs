using MassTransit;
using Rma.Contracts.Accounts.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Issuance.Accounts;

/// <summary>Records a statement of the account system, in any order, including repeats and corrections.</summary>
public sealed record StateAccount(AccountStated Statement)
{
    public static IEnumerable<AccountEvent> Decide(Account account, StateAccount command) => Revisions.Take(
        account is Account.Known known ? known.Statements : [], command.Statement,
        (earlier, stated) => earlier with { StatedAt = stated.StatedAt } == stated);
}

internal sealed class AccountChangedConsumer(Streams<Account, AccountEvent> accounts, PolicyBook policies, TimeProvider clock)
    : IConsumer<AccountChanged>
{
    public Task Consume(ConsumeContext<AccountChanged> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var command = new StateAccount(new AccountStated(
            check.Id(said.AccountId, "account"), check.Revision(said.Revision), check.Name(said.Name, "account's name"),
            check.OneOf(said.Role, "role", AccountRoles.Under(policies.InForceAt(clock.GetUtcNow()))), said.Authorized,
            check.Day(said.EffectiveFrom, "effective date"), check.Instant(said.OccurredAt, "time of the change"), clock.GetUtcNow()));
        return accounts.Append(command.Statement.AccountId, account => StateAccount.Decide(account, command), context.CancellationToken);
    }
}
