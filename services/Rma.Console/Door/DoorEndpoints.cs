using Microsoft.AspNetCore.Mvc;
using Rma.ServiceDefaults;
using Scalar.AspNetCore;

namespace Rma.Console.Door;

internal static class DoorEndpoints
{
    /// <summary>Maps what the door forwards and its contract; nothing without a door.</summary>
    public static void MapDoor(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<DoorSettings>().Port is null) return;
        var forwarding = routes.ServiceProvider.GetRequiredService<Forwarding>();
        foreach (var operation in PublicContract.Forwarded)
        {
            var route = routes.MapMethods(operation.Path, [operation.Method], context => forwarding.Forward(context, operation))
                .WithMetadata(new ForwardedRoute()).DisableRequestTimeout().AllowAnonymous().ExcludeFromDescription();
            if (operation.MaximumBody is { } most) route.WithMetadata(new RequestSizeLimitAttribute(most));
        }

        routes.MapGet(ServiceDocument.Path, () => Results.Bytes(PublicContract.Document, "application/json"))
            .WithMetadata(new DoorOnly()).AllowAnonymous().ExcludeFromDescription();
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
            routes.MapScalarApiReference("/docs", page => page
                .WithTitle("Rma.Platform").WithOpenApiRoutePattern(ServiceDocument.Path)
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton())
                .WithMetadata(new DoorOnly()).AllowAnonymous().Add(endpoint => endpoint.RequestDelegate = Page(endpoint.RequestDelegate!));
    }

    // A page with scripts, for whoever develops: only what comes from here.
    private static RequestDelegate Page(RequestDelegate next) => context =>
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
            "font-src 'self' data:; frame-ancestors 'none'";
        return next(context);
    };
}
