namespace Rma.Policy;

/// <summary>Findings against a request as a whole: the remedy and the account (P1, T1, A-05; rules 1, 2, 66).</summary>
internal static class RequesterRules
{
    public static IEnumerable<Finding> Findings(PolicyVersion version, IssuanceFacts facts) =>
        OfRemedy(version, facts).Concat(OfAccount(version, facts.Account, "on the date of the request", facts.IsCited))
            .Concat(OfRole(version, facts));

    public static ValueList<Fact> Known(IssuanceFacts facts, DateOnly today) => Facts.Known(
        ("request date", today, "request"),
        ("remedy", facts.Remedy, "request"),
        ("by ticket", facts.ByTicket ? true : null, "request"),
        ("account role", facts.Account?.Role, "account"),
        ("account authorized", facts.Account?.Authorized, "account"));

    /// <summary>Whether the policy applies to this account (P1), on the relevant date (A-07).</summary>
    /// <param name="toldWhom">Whether an account outside the policy is told whom to ask instead.</param>
    public static IEnumerable<Finding> OfAccount(PolicyVersion version, AccountFacts? account, string when, bool toldWhom = false)
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
                $"Returns are for authorized distributors and integrators only; this account has the role '{account.Role}'.",
                $"An authorized account with the role {string.Join(" or ", version.Settings.EligibleRoles)} may ask."
                    + (toldWhom && account.Authorized is not false ? InsteadOfUs : ""));
        if (account.Authorized is null)
            yield return Finding.Unknown("rma.account-unknown", [Clauses.P1], "account authorization", "whether the account is authorized");
        else if (account.Authorized is false)
            yield return Finding.No("rma.account-not-authorized", [Clauses.P1],
                $"This account is not authorized {when}.", "The account may ask again once it is authorized."
                    + (toldWhom ? InsteadOfUs : ""));
    }

    private const string InsteadOfUs =
        " Whoever is not: ask the EverFocus distributor or integrator that sold the unit; they ask for it here.";

    private static IEnumerable<Finding> OfRemedy(PolicyVersion version, IssuanceFacts facts)
    {
        if (!Remedies.All.Contains(facts.Remedy))
            yield return Finding.No("rma.remedy-not-offered", [Clauses.P2],
                $"The policy has no remedy '{facts.Remedy}'.", $"Ask for one of: {string.Join(", ", Remedies.All)}.");
        else if (facts.ByTicket && !version.Settings.TicketRemedies.Contains(facts.Remedy))
            yield return Finding.No("rma.ticket-not-enough", Promise.NumberClauses(facts.Remedy) is { Count: > 0 } clauses ? clauses
                : [Clauses.C1],
                $"A ticket opens the dock and the bench; '{facts.Remedy}' needs an RMA number.", "Ask for an RMA number.");
    }

    // The general role condition comes first (P1); a narrower one only matters for an account to which the policy applies.
    private static IEnumerable<Finding> OfRole(PolicyVersion version, IssuanceFacts facts)
    {
        if (facts.Account?.Role is not { } role || !version.Settings.EligibleRoles.Contains(role))
            yield break;
        if (facts.Remedy == Remedies.OtcExchange && !version.Settings.OtcRoles.Contains(role))
            yield return Finding.No("rma.otc-role-not-eligible", [Clauses.T1, Clauses.P1],
                $"Only an authorized {string.Join(" or ", version.Settings.OtcRoles)} may offer an over-the-counter exchange; " +
                    $"this account has the role '{role}'.",
                $"Ask for a '{Remedies.WarrantyRepair}' or an '{Remedies.AdvanceReplacement}'.");
        if (facts.Remedy == Remedies.AdvanceReplacement && !version.Settings.AdvanceReplacementRoles.Contains(role))
            yield return Finding.No("rma.replacement-role-not-eligible", [Clauses.V1, Clauses.P1],
                $"Advance replacements are not for an account with the role '{role}'.", $"Ask for a '{Remedies.WarrantyRepair}'.");
    }
}
