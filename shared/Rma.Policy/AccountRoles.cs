namespace Rma.Policy;

/// <summary>
/// The roles of accounts as stated by the account system. Which of them the policy serves is a setting of its version (P1).
/// </summary>
public static class AccountRoles
{
    /// <summary>The accepted role names. A policy version may name further ones.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["distributor", "integrator", "reseller", "retailer", "installer", "end-user", "other"];

    /// <summary>The role names accepted while a version is in force.</summary>
    public static IEnumerable<string> Under(PolicyVersion version) => All.Union(version.Settings.EligibleRoles);
}
