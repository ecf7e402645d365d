using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Rma.ServiceDefaults;

/// <summary>Roles of callers. People have roles in their token, devices and systems in their key.</summary>
public static class Roles
{
    /// <summary>A distributor or integrator, bound to one account by the <c>account</c> claim.</summary>
    public const string Partner = "partner";
    /// <summary>The returns desk.</summary>
    public const string ReturnsDesk = "returns-desk";
    /// <summary>A dock scanner.</summary>
    public const string Scanner = "scanner";
    /// <summary>A person who inspects received units.</summary>
    public const string Inspector = "inspector";
    /// <summary>A repair technician.</summary>
    public const string Technician = "technician";
    /// <summary>A credit analyst.</summary>
    public const string CreditAnalyst = "credit-analyst";
    /// <summary>A finance person or system.</summary>
    public const string Finance = "finance";
    /// <summary>An internal system that reads.</summary>
    public const string System = "system";
    /// <summary>An operator of the platform.</summary>
    public const string Operator = "operator";
    /// <summary>Reads everything, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>Allows callers with one of these roles. A route without it allows no one.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizeAttribute { Roles = string.Join(',', roles) });
}
