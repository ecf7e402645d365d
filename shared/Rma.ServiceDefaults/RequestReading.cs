using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Validates every request before it is bound: the keys in its path, its query parameters and its body. What a route accepts is read from
/// the parameters of its method, so that a new route is validated without further code.
/// </summary>
internal static class RequestReading
{
    internal const int MaximumBody = 262_144;
    internal const int MaximumKey = 1_024;
    private static readonly StrictReading Bodies = new(UnknownMembers: false, Texts: true);

    public static void UseRequestReading(this IApplicationBuilder app) => app.Use(next => async context =>
    {
        if (context.GetEndpoint() is RouteEndpoint route)
        {
            Commands.CheckKey(context, route);
            ReadPath(context, route);
            ReadQuery(context.Request.Query, RouteInputs.Of(route));
            if (route.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } type } && RouteInputs.IsJson(route))
                await ReadBody(context, type);
        }

        await next(context);
    });

    // The server leaves an escaped slash as it is, so that it does not separate segments; here it is decoded.
    private static void ReadPath(HttpContext context, RouteEndpoint route)
    {
        var written = (context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Split('?')[0].Split('/');
        foreach (var (name, value) in context.Request.RouteValues.ToArray())
        {
            if (value is not string text) continue;
            var at = RouteInputs.PlaceOf(route, name);
            if (text.Contains('%', StringComparison.Ordinal))
                text = written.Length == route.RoutePattern.PathSegments.Count + 1 && at >= 0
                    ? Uri.UnescapeDataString(written[at + 1]) : text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            if (text.Length > MaximumKey)
                throw Malformed(new(name, $"a text of {text.Length} characters", $"a text of at most {MaximumKey}"));
            if (IdentifyingText.Fault(text.Trim(' ')) is { } fault) throw Malformed(new(name, $"a text with {fault}", "a text without it"));
            context.Request.RouteValues[name] = text;
        }
    }

    private static void ReadQuery(IQueryCollection query, IReadOnlyList<RouteInput> inputs)
    {
        var known = inputs.ToDictionary(input => input.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in query)
        {
            if (known.TryGetValue(name, out var input))
            {
                if (values.Count != 1) throw Malformed(new(input.Name, $"the parameter {values.Count} times", "it once"));
                if (input.Fault(values[0] ?? "") is { } fault) throw Malformed(fault);
            }
            else
            {
                string[] names = [.. known.Keys.Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)];
                throw new InvalidInputException("request.unknown-parameter", names.Length == 0
                    ? $"This route takes no parameters; '{StrictReading.Safe(name)}' is not known."
                    : $"There is no parameter '{StrictReading.Safe(name)}' here; known are: {string.Join(", ", names)}.")
                {
                    Members = new() { ["parameter"] = StrictReading.Safe(name), ["known"] = names },
                };
            }
        }
    }

    private static async Task ReadBody(HttpContext context, Type type)
    {
        ReadContentType(context.Request);
        context.Request.EnableBuffering(MaximumBody, MaximumBody);
        using var copy = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The request is larger than is accepted here.", 413, exception);
        }

        context.Request.Body.Position = 0;
        var (document, fault) = StrictReading.Parse(copy.GetBuffer().AsMemory(0, (int)copy.Length));
        using (document)
        {
            if ((fault ?? Bodies.Check(document!.RootElement, type)) is { } wrong) throw Malformed(wrong);
        }
    }

    // JSON is UTF-8, with or without a charset, quoted or not; the framework reads the quotes as part of the name.
    private static void ReadContentType(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
        if (!isJson) throw new BadHttpRequestException("Send application/json.", StatusCodes.Status415UnsupportedMediaType);
        var charset = HeaderUtilities.RemoveQuotes(type!.Charset).ToString().Trim();
        if (charset.Length > 0 && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("utf8", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException(
                $"The charset '{StrictReading.Safe(charset)}' is not taken; send UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        request.ContentType = "application/json";
    }

    private static string CodeOf(JsonFaultKind kind) => kind switch
    {
        JsonFaultKind.DateOutOfRange => "request.date-out-of-range",
        JsonFaultKind.NumberOutOfRange => "request.number-out-of-range",
        _ => "request.malformed",
    };

    internal static InvalidInputException Malformed(JsonFault fault) => new(CodeOf(fault.Kind), fault.ToString())
    {
        Members = new() { ["path"] = fault.Path, ["found"] = fault.Found, ["wanted"] = fault.Wanted },
    };
}
