using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Rma.ServiceDefaults;

/// <summary>
/// Who calls, in plain values: a parameter of a route, made once of the claims. What is behind the route never sees claims.
/// </summary>
/// <param name="Id">A stable name: the token's subject or the key's name.</param>
/// <param name="Account">The account a partner acts for; null for employees and systems.</param>
/// <param name="Site">The site a device belongs to; null when its key names none.</param>
/// <param name="Roles">See <see cref="ServiceDefaults.Roles"/>.</param>
public sealed record Caller(string Id, string? Account, string? Site, IReadOnlySet<string> Roles)
{
    /// <summary>Whether the caller has a role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    public static Caller Of(ClaimsPrincipal user) => new(
        user.ClientId(), user.Account(), user.FindFirstValue("site"),
        user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(claim => claim.Value).ToHashSet());

    /// <summary>Makes it a parameter of a route.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(Of(context.User));
}

/// <summary>What the claims of a request say of its caller.</summary>
internal static class Claims
{
    public static string ClientId(this ClaimsPrincipal user) => user.FindFirstValue("sub") ?? "anonymous";

    /// <summary>
    /// Unique per caller: the authentication scheme, the name, and the account the caller acts for. Names may have an <c>@</c>, what is
    /// written of accounts has none, and schemes have no colon: so no two callers are written the same.
    /// </summary>
    public static string Scope(this ClaimsPrincipal user) => string.Concat(
        user.Identity?.AuthenticationType, ":", user.ClientId(), "@",
        user.Account()?.Replace("%", "%25", StringComparison.Ordinal).Replace("@", "%40", StringComparison.Ordinal));

    public static string? Account(this ClaimsPrincipal user) => user.FindFirstValue("account");
}
