using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rma.ServiceDefaults;

/// <summary>
/// Looks at every answer and writes what concerns security: the one place that does. It stands around everything else, so a new route or a
/// new refusal is seen without further code.
/// </summary>
internal sealed class SecurityWatch(RequestDelegate next, SecurityLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var (notes, route) = (SecurityNotes.Of(context), context.GetEndpoint() as RouteEndpoint);
            if (KindOf(context, route, notes) is { } kind) log.Write(Entry(context, route, notes, kind));
        }
    }

    /// <summary>What an answer is about; null when it does not concern security.</summary>
    internal static string? KindOf(HttpContext context, RouteEndpoint? route, SecurityNotes notes) => context.Response.StatusCode switch
    {
        StatusCodes.Status429TooManyRequests => notes.Limit ?? SecurityKinds.TooManyRequests,
        _ when notes.Credential is { } credential => credential,
        StatusCodes.Status401Unauthorized => SecurityKinds.NoCredential,
        StatusCodes.Status403Forbidden => notes.Code == "clock.fixed" ? SecurityKinds.ClockRefused : SecurityKinds.NotAllowed,
        StatusCodes.Status404NotFound when route?.Metadata.GetMetadata<SignedLink>() is not null => SecurityKinds.LinkUnusable,
        StatusCodes.Status404NotFound when route is not null => SecurityKinds.ObjectNotFound,
        _ when notes.UnknownNumber is not null => SecurityKinds.UnknownNumber,
        _ => null,
    };

    private static SecurityEntry Entry(HttpContext context, RouteEndpoint? route, SecurityNotes notes, string kind) => new(
        kind, kind switch
        {
            SecurityKinds.TooManyRequests or SecurityKinds.TooManyFailures or SecurityKinds.TooManyUnknown => "limited",
            SecurityKinds.ObjectNotFound => "not-found", SecurityKinds.UnknownNumber => "noted", _ => "refused",
        },
        Who(context.User, notes), SecurityLog.Visible(context.Request.Method, 16), route?.RoutePattern.RawText ?? "no-route",
        context.Response.StatusCode, notes.Code ?? "-", $"{AddressOf(context)}",
        Activity.Current?.TraceId.ToString() ?? SecurityLog.Visible(context.TraceIdentifier));

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown", { IsIPv4MappedToIPv6: true } mapped => $"{mapped.MapToIPv4()}", var address => $"{address}",
    };

    private static string Who(ClaimsPrincipal user, SecurityNotes notes)
    {
        if (notes.Credential is not null) return notes.Claimed is { } claimed ? SecurityLog.Visible(claimed, 80) : "nobody";
        if (user.Identity is not { IsAuthenticated: true }) return "nobody";
        var name = SecurityLog.Visible(user.ClientId());
        return user.FindFirstValue(ApiKeyHandler.KeyClaim) is { } key ? $"key {SecurityLog.Visible(key)} ({name})" : name;
    }
}
