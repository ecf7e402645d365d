
namespace Rma.Receiving;

/// <summary>Roles that may read the data of the dock.</summary>
internal static class Reading
{
    public static string[] Roles { get; } =
        [ServiceDefaults.Roles.ReturnsDesk, ServiceDefaults.Roles.Inspector, ServiceDefaults.Roles.Auditor, ServiceDefaults.Roles.Operator];
}

