using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rma.ServiceDefaults;

/// <summary>
/// Marks a route that asks for no credential, because its address is one: whoever holds the signed link may use it. It can only be had
/// together with the check of that link.
/// </summary>
/// <param name="Check">The filter that looks at the link before anything else is done.</param>
public sealed record SignedLink(Type Check);

/// <summary>Letting in who holds a link.</summary>
public static class SignedLinkRoutes
{
    /// <summary>
    /// Opens a route to whoever holds a link that <typeparamref name="TCheck"/> lets pass. Forms cannot send an Idempotency-Key: each
    /// request has its own, and what it decides has to be idempotent by itself.
    /// </summary>
    public static RouteHandlerBuilder AllowSignedLink<TCheck>(this RouteHandlerBuilder route) where TCheck : IEndpointFilter =>
        route.AddEndpointFilter<TCheck>().WithMetadata(new SignedLink(typeof(TCheck))).AllowAnonymous();
}
