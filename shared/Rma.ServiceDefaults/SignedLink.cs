using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Rma.ServiceDefaults;

/// <summary>
/// Marks a route without authentication, because its signed URL is the credential. It can only be added together with the filter that
/// verifies the link.
/// </summary>
/// <param name="Check">The filter that verifies the link before anything else.</param>
public sealed record SignedLink(Type Check);

/// <summary>Access by signed link.</summary>
public static class SignedLinkRoutes
{
    /// <summary>
    /// Opens a route to holders of a link that <typeparamref name="TCheck"/> accepts. Forms cannot send an Idempotency-Key: each request
    /// gets one of its own, so the decision behind the route has to be idempotent.
    /// </summary>
    public static RouteHandlerBuilder AllowSignedLink<TCheck>(this RouteHandlerBuilder route) where TCheck : IEndpointFilter =>
        route.AddEndpointFilter<TCheck>().WithMetadata(new SignedLink(typeof(TCheck))).AllowAnonymous();
}
