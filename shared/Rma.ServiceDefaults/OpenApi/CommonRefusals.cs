using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Rma.ServiceDefaults;

/// <summary>
/// The refusals that a route can answer with because of what stands in front of it: authentication, limits, the reading of its input, the
/// idempotency key, the policy's versions.
/// </summary>
internal static class CommonRefusals
{
    /// <summary>Status and code, in no order.</summary>
    /// <param name="decides">Whether the service decides by the policy.</param>
    public static IEnumerable<(int Status, string Code)> Of(RouteEndpoint route, bool decides)
    {
        var inputs = RouteInputs.Of(route);
        var isJson = route.Metadata.GetMetadata<IAcceptsMetadata>() is not null && RouteInputs.IsJson(route);
        var isSafe = MethodOf(route) == "GET" || route.Metadata.GetMetadata<SafePost>() is not null;
        yield return (400, "request.malformed");
        yield return (400, "request.unknown-parameter");
        if (isJson) yield return (400, "request.number-out-of-range");
        var hasDates = isJson || inputs.Any(input => input.Type == typeof(DateOnly) || input.Type == typeof(DateTimeOffset));
        if (hasDates) yield return (400, "request.date-out-of-range");
        if (inputs.Any(input => input.Name.Equals("limit", StringComparison.OrdinalIgnoreCase)))
            yield return (400, "request.limit-out-of-range");
        if (decides && (hasDates || !isSafe)) yield return (400, "policy.none-in-force");
        if (route.RoutePattern.Parameters.Any(key => key.ParameterPolicies.Count > 0)) yield return (404, "route.not-found");
        if (route.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            yield return (401, "request.not-authenticated");
            yield return (403, "request.not-allowed");
        }

        if (!isSafe || route.Metadata.GetMetadata<RouteBody>() is not null || isJson) yield return (413, "request.too-large");
        if (isJson) yield return (415, "request.unsupported-media-type");
        if (Commands.IsCommand(route))
        {
            yield return (409, "request.in-progress");
            yield return (409, "stream.busy");
            if (Commands.WantsKey(route))
            {
                yield return (400, "idempotency.key-missing");
                yield return (400, "idempotency.key-malformed");
                yield return (422, "idempotency.key-reused");
            }
        }

        yield return (429, "request.too-many");
        yield return (500, "internal");
        yield return (503, "database.unavailable");
        yield return (503, "request.timed-out");
    }

    public static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
}
