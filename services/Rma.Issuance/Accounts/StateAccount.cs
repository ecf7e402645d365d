using MassTransit;
using Rma.Contracts.Accounts.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;

namespace Rma.Issuance.Accounts;

/// <summary>Takes what the account system says, in any order, repeats and corrections included.</summary>
public sealed record StateAccount(AccountStated Statement)
{
    public static IEnumerable<AccountEvent> Decide(Account account, StateAccount command) => Revisions.Take(
        account is Account.Known known ? known.Statements : [], command.Statement,
        (earlier, stated) => earlier with { StatedAt = stated.StatedAt } == stated);
}

internal sealed class AccountChangedConsumer(Streams<Account, AccountEvent> accounts, TimeProvider clock) : IConsumer<AccountChanged>
{
    public Task Consume(ConsumeContext<AccountChanged> context)
    {
        var said = context.Message;
        var command = new StateAccount(new AccountStated(
            FeedChecks.Name(said.AccountId, "account"), FeedChecks.Revision(said.Revision), FeedChecks.Name(said.Name, "account's name"),
            FeedChecks.Name(said.Role, "role"), said.Authorized, FeedChecks.Day(said.EffectiveFrom, clock, "effective date"),
            FeedChecks.Instant(said.OccurredAt, clock, "time of the change"), clock.GetUtcNow()));
        return accounts.Append(command.Statement.AccountId, account => StateAccount.Decide(account, command), context.CancellationToken);
    }
}
