using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>The account of a request: partners act for their own account, the returns desk names one.</summary>
internal static class AskingAccount
{
    /// <exception cref="InvalidInputException">No account, or not the partner's own.</exception>
    public static string Of(Caller caller, string? named)
    {
        var own = caller.Is(Roles.Partner)
            ? caller.Account ?? throw new InvalidInputException("rma.account-missing", "Your credential names no account.") : null;
        if (own is not null && named is not null && named != own)
            throw new InvalidInputException("rma.other-account", "A partner asks for his own account only.");
        var account = own ?? named?.Trim();
        return string.IsNullOrEmpty(account) || account.Length > 64
            ? throw new InvalidInputException("rma.account-missing", "Name the account the request is for.")
            : account;
    }

    /// <summary>
    /// The account whose data the caller may see: null = all accounts. A partner's key or token without an account sees nothing.
    /// </summary>
    public static string? Seen(Caller caller) => caller.Is(Roles.Partner) ? caller.Account ?? "" : null;

    /// <exception cref="InvalidInputException">Empty or longer than 64.</exception>
    public static string Item(string? item) => item?.Trim() is { Length: >= 1 and <= 64 } given && !given.Any(char.IsControl)
        ? given
        : throw new InvalidInputException("rma.item-malformed", "An item is 1 to 64 characters.");
}
