namespace Rma.Policy;

/// <summary>What speaks against a request as a whole: the remedy asked for and the account that asks (P1, rules 1, 2).</summary>
internal static class RequesterRules
{
    public static IEnumerable<Finding> Findings(PolicyVersion version, IssuanceFacts facts) =>
        OfRemedy(facts.Remedy).Concat(OfAccount(version, facts.Account));

    public static ValueList<Fact> Known(IssuanceFacts facts, DateOnly today) => Facts.Known(
        ("request date", today, "request"),
        ("remedy", facts.Remedy, "request"),
        ("account role", facts.Account?.Role, "account"),
        ("account authorized", facts.Account?.Authorized, "account"));

    private static IEnumerable<Finding> OfRemedy(string remedy)
    {
        if (remedy is not (Remedies.CreditReturn or Remedies.StockRotation))
            yield return Finding.No("rma.remedy-not-offered", [Clauses.P2],
                $"The remedy '{remedy}' is not offered here yet.",
                $"Ask for '{Remedies.CreditReturn}' or '{Remedies.StockRotation}'.");
    }

    private static IEnumerable<Finding> OfAccount(PolicyVersion version, AccountFacts? account)
    {
        if (account is null)
        {
            yield return Finding.Unknown("rma.account-unknown", [Clauses.P1], "account");
            yield break;
        }
        if (account.Role is null)
            yield return Finding.Unknown("rma.account-unknown", [Clauses.P1], "account role");
        else if (!version.Settings.EligibleRoles.Contains(account.Role))
            yield return Finding.No("rma.role-not-eligible", [Clauses.P1],
                $"Returns are for authorized distributors and integrators only; this account is a '{account.Role}'.",
                $"An authorized account with the role {string.Join(" or ", version.Settings.EligibleRoles)} may ask.");
        if (account.Authorized is null)
            yield return Finding.Unknown("rma.account-unknown", [Clauses.P1], "account authorization");
        else if (account.Authorized is false)
            yield return Finding.No("rma.account-not-authorized", [Clauses.P1],
                "This account is not authorized on the date of the request.",
                "The account may ask again once it is authorized.");
    }
}
