using Rma.ServiceDefaults;

namespace Rma.Console.DevelopmentSignIn;

/// <summary>Somebody whom a developer may choose to be.</summary>
/// <param name="Id">The subject of the token.</param>
public sealed record Person(string Id, string Role, string Does, string? Account = null)
{
    /// <summary>Each role of people once, two at the returns desk, and one of each account of the demo.</summary>
    public static IReadOnlyList<Person> All { get; } =
    [
        new("dora", Roles.ReturnsDesk, "answers the phone"),
        new("diego", Roles.ReturnsDesk, "is the second person at the desk"),
        new("ina", Roles.Inspector, "inspects what came in"),
        new("tina", Roles.Technician, "repairs"),
        new("anna", Roles.CreditAnalyst, "decides on money"),
        new("fiona", Roles.Finance, "closes the month"),
        new("otto", Roles.Operator, "runs the platform"),
        new("aldo", Roles.Auditor, "reads everything, changes nothing"),
        new("partner-ACME", Roles.Partner, "returns for the distributor ACME", "ACME"),
        new("partner-INTEG", Roles.Partner, "returns for the integrator INTEG", "INTEG"),
    ];
}
