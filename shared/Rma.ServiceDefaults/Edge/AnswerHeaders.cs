using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Rma.ServiceDefaults;

/// <summary>
/// Headers of every answer that make browsers and caches careful. A route that needs another value sets it; what it did not set is added
/// here, also to errors and to routes that are not there.
/// </summary>
internal static class AnswerHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    // Papers for the screen bring their style with them, and nothing else.
    private const string Page =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseAnswerHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Complete(context.Response, context.Request.IsHttps);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Complete(HttpResponse response, bool isHttps)
    {
        var headers = response.Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Cache-Control", "no-store");
        headers.TryAdd("Content-Security-Policy", response.HttpContext.GetEndpoint()?.Metadata.GetMetadata<PageRoute>()?.ContentPolicy ??
            (response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true ? Page : Nothing));
        headers.TryAdd("Referrer-Policy", "no-referrer");
        if (isHttps) headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
    }
}
