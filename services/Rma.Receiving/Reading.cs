
namespace Rma.Receiving;

/// <summary>Who reads what the dock knows.</summary>
internal static class Reading
{
    public static string[] Roles { get; } =
        [ServiceDefaults.Roles.ReturnsDesk, ServiceDefaults.Roles.Inspector, ServiceDefaults.Roles.Auditor, ServiceDefaults.Roles.Operator];
}

