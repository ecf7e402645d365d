using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>All HTTP errors of the platform: RFC 9457 problem details with a stable code.</summary>
public static class Problems
{
    /// <summary>A problem. Refusals carry the cited clauses and what would change the answer.</summary>
    public static ProblemDetails Problem(
        int status, string code, string detail, IReadOnlyList<string>? clauses = null, string? wouldChange = null)
    {
        var problem = new ProblemDetails { Type = $"urn:rma:problem:{code}", Status = status, Title = TitleOf(status), Detail = detail };
        problem.Extensions["code"] = code;
        if (clauses is { Count: > 0 }) problem.Extensions["clauses"] = clauses;
        if (wouldChange is not null) problem.Extensions["wouldChange"] = wouldChange;
        return problem;
    }

    /// <summary>404 for something that does not exist or belongs to another account: the answer does not reveal which.</summary>
    public static IResult NotFound(string what) =>
        Results.Problem(Problem(StatusCodes.Status404NotFound, $"{what}.not-found", $"There is no such {what}."));

    /// <summary>Maps an exception to a problem.</summary>
    public static ProblemDetails Of(Exception exception) => exception switch
    {
        RefusedException refused => Problem(409, refused.Code, refused.Message, refused.Clauses, refused.WouldChange),
        InvalidInputException invalid => With(Problem(400, invalid.Code, invalid.Message), invalid.Members),
        VersionConflictException => Problem(409, "stream.busy", "Others are changing this at the same time. Try again."),
        BadHttpRequestException { StatusCode: 413 } => Problem(413, "request.too-large", "The request is larger than is accepted here."),
        BadHttpRequestException { StatusCode: 415 } unsupported => Problem(
            415, "request.unsupported-media-type", unsupported.Message.Contains("charset", StringComparison.Ordinal) ? unsupported.Message
                : "Send application/json."),
        // The framework's own messages name .NET types.
        BadHttpRequestException bad =>
            Problem(bad.StatusCode, "request.malformed", bad.InnerException is JsonException json ? Plain(json)
            : "The request is not as expected."),
        NoPolicyInForceException none => Problem(400, "policy.none-in-force", none.Message),
        JsonException json => Problem(400, "request.malformed", Plain(json)),
        PostgresException { SqlState: "22021" or "22P05" } =>
            Problem(400, "request.malformed", "The request has characters that cannot be stored."),
        PostgresException { SqlState: "55P03" } =>
            Problem(409, "request.in-progress", "The same request is still being worked on. Try again."),
        _ when Transient.Is(exception) => Problem(503, "database.unavailable", "The service cannot reach its database now. Try again."),
        _ => Problem(500, "internal", "Something went wrong here. The trace id helps to find out what."),
    };

    private static ProblemDetails With(ProblemDetails problem, Dictionary<string, object?> members)
    {
        foreach (var (name, value) in members) problem.Extensions[name] = value;
        return problem;
    }

    internal static string TitleOf(int status) => status switch
    {
        400 => "Bad request", 401 => "Not authenticated", 403 => "Not allowed", 404 => "Not found", 405 => "Method not allowed", 409 =>
            "Refused",
        413 => "Too large", 415 => "Unsupported media type", 422 => "Not consistent", 429 => "Too many requests", 503 => "Unavailable", _ =>
            "Error",
    };

    // System.Text.Json names the .NET type; clients only need the path.
    private static string Plain(JsonException exception) =>
        $"The body is not what is expected{(exception.Path is { } path ? $" at {path}" : "")}.";
}

internal sealed class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested) return true;
        var problem = Problems.Of(exception);
        var status = problem.Status ?? 500;
        if (status == 500)
            log.RequestFailed(exception, context.Request.Method, context.Request.Path.Value?.ReplaceLineEndings(" "));
        else if (status == 503)
            log.RequestUnavailable(
                context.Request.Method, context.Request.Path.Value?.ReplaceLineEndings(" "), exception.Message);
        if (status is 503 || problem.Extensions["code"] is "stream.busy" or "request.in-progress" or "policy.replay-busy")
            context.Response.Headers.RetryAfter = "1";
        context.Response.StatusCode = status;
        await Results.Problem(problem).ExecuteAsync(context);
        return true;
    }
}
