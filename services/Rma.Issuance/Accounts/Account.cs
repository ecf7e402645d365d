using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Accounts;

// All events of an account stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an account.</summary>
public abstract record AccountEvent
{
    private protected AccountEvent() { }
}

/// <summary>The account system stated the data of this account, effective from a day.</summary>
public sealed record AccountStated(
    string AccountId, int Revision, string Name, string Role, bool Authorized, DateOnly EffectiveFrom, DateTimeOffset OccurredAt,
    DateTimeOffset StatedAt)
    : AccountEvent, IRevised;

/// <summary>A distributor, an integrator, or an account outside the policy.</summary>
public abstract record Account : IState<Account, AccountEvent>
{
    private protected Account() { }

    /// <summary>Nothing stated yet.</summary>
    public sealed record Unknown : Account;

    /// <summary>All statements so far, in the order of arrival.</summary>
    public sealed record Known(ValueList<AccountStated> Statements) : Account;

    /// <inheritdoc />
    public static Account Initial { get; } = new Unknown();

    /// <inheritdoc />
    public static Account Evolve(Account state, AccountEvent @event) => (state, @event) switch
    {
        (Known known, AccountStated stated) => new Known([.. known.Statements, stated]),
        (_, AccountStated stated) => new Known([stated]),
        _ => state,
    };

    /// <summary>
    /// The statement that holds on a policy-local day: the latest one effective by then; for the same day the highest revision. Null when
    /// there is none.
    /// </summary>
    public AccountStated? On(DateOnly day) => (this as Known)?.Statements
        .Where(stated => stated.EffectiveFrom <= day)
        .MaxBy(stated => (stated.EffectiveFrom, stated.Revision));
}
