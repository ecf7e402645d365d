using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>What goes wrong with a page is told as a page.</summary>
internal sealed class PageFault(ILogger<PageFault> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<PageRoute>() is null) return false;
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = Problems.Of(exception);
        if (problem.Status == 500) log.PageFailed(exception, httpContext.Request.Path.Value?.ReplaceLineEndings(" "));
        httpContext.Response.Headers.ContentSecurityPolicy = PageRoutes.ContentPolicy;
        // A page that has begun has used up what the request's services have of a renderer.
        await using var services = httpContext.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var before = httpContext.RequestServices;
        httpContext.RequestServices = services.ServiceProvider;
        await new RazorComponentResult<FaultPage>(new { problem.Status, problem.Detail, Code = problem.Extensions["code"] as string })
        {
            StatusCode = problem.Status,
        }.ExecuteAsync(httpContext);
        httpContext.RequestServices = before;
        return true;
    }
}
