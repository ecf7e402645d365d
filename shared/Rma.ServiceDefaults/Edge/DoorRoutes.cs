using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Rma.ServiceDefaults;

/// <summary>Marks a route that is answered by another service: that one reads, checks and decides.</summary>
public sealed class ForwardedRoute
{
    internal static bool IsOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ForwardedRoute>() is not null;
}

/// <summary>Marks a route that is for the public door alone.</summary>
public sealed class DoorOnly;

/// <summary>Marks a route for people in a browser: their session says who they are; a token or a key opens nothing there.</summary>
/// <param name="Scheme">The authentication scheme of the session.</param>
/// <param name="ContentPolicy">What a browser may load for it.</param>
public sealed record PageRoute(string Scheme, string ContentPolicy)
{
    /// <summary>Whether a request is for one.</summary>
    public static bool IsOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageRoute>() is not null;
}

/// <summary>Which routes are reached through the public door (decision 25): those of people and devices outside.</summary>
public static class DoorRoutes
{
    /// <summary>
    /// A route that a partner or a scanner may use, or whoever has a signed link. It follows from who may use it, so that a new route is
    /// at the door, or is not, without further code.
    /// </summary>
    public static bool IsAtTheDoor(Endpoint route) => route.Metadata.GetMetadata<SignedLink>() is not null
        || RolesOf(route).Any(role => role is Roles.Partner or Roles.Scanner);

    /// <summary>The roles that may use a route; none where no role is asked for.</summary>
    public static IEnumerable<string> RolesOf(Endpoint route) =>
        route.Metadata.GetOrderedMetadata<IAuthorizeData>().SelectMany(data => data.Roles?.Split(',') ?? []);
}
