using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Accounts;

// Everything the stream of an account can hold. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an account.</summary>
public abstract record AccountEvent
{
    private protected AccountEvent() { }
}

/// <summary>The account system said who this account is, from a day on.</summary>
public sealed record AccountStated(
    string AccountId, int Revision, string Name, string Role, bool Authorized, DateOnly EffectiveFrom, DateTimeOffset OccurredAt,
    DateTimeOffset StatedAt)
    : AccountEvent, IRevised;

/// <summary>A distributor, an integrator, or somebody outside the policy.</summary>
public abstract record Account : IState<Account, AccountEvent>
{
    private protected Account() { }

    /// <summary>The account system has said nothing yet.</summary>
    public sealed record Unknown : Account;

    /// <summary>Everything stated so far, in the order it came.</summary>
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
    /// What holds on a policy-local day: the latest statement effective by then; of several from the same day the highest revision.
    /// Null when nothing does.
    /// </summary>
    public AccountStated? On(DateOnly day) => (this as Known)?.Statements
        .Where(stated => stated.EffectiveFrom <= day)
        .MaxBy(stated => (stated.EffectiveFrom, stated.Revision));
}
