using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>The pages of those who work on units and cases: where they are, and who may open them.</summary>
internal static class WorkPages
{
    /// <summary>Units that wait for their inspection.</summary>
    public const string Inspection = $"{PageRoutes.Console}/inspection";

    /// <summary>Units that are repaired, tested or sent on.</summary>
    public const string Bench = $"{PageRoutes.Console}/bench";

    /// <summary>Credits and charges that wait for a person.</summary>
    public const string Credit = $"{PageRoutes.Console}/credit";

    /// <summary>Who reads units at the dock.</summary>
    public const string InspectionRoles = $"{Roles.Inspector},{Roles.ReturnsDesk},{Roles.Auditor},{Roles.Operator}";

    /// <summary>Who reads repair jobs.</summary>
    public const string BenchRoles = $"{Roles.Technician},{Roles.ReturnsDesk},{Roles.Auditor},{Roles.Operator}";

    /// <summary>Who reads cases.</summary>
    public const string CreditRoles =
        $"{Roles.CreditAnalyst},{Roles.Finance},{Roles.ReturnsDesk},{Roles.Auditor},{Roles.Operator}";

    private static readonly (string Path, string Text, string Roles)[] All =
    [
        (Inspection, "inspection.title", InspectionRoles), (Bench, "bench.title", BenchRoles), (Credit, "credit.title", CreditRoles),
    ];

    /// <summary>Those that somebody may open, with the name of their text.</summary>
    public static IEnumerable<(string Path, string Text)> For(Caller caller) =>
        All.Where(page => page.Roles.Split(',').Any(caller.Is)).Select(page => (page.Path, page.Text));
}
