using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rma.ServiceDefaults;

/// <summary>Marks a route that answers pages of a list.</summary>
public sealed class PagedList;

/// <summary>An answer with an <c>ETag</c>: who has it already is answered 304 without a body.</summary>
/// <param name="link">The header <c>Link</c>; null when there is no next page.</param>
public sealed class TaggedResult<T>(T value, string? link = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, json);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body);
        hash.AppendData(Encoding.UTF8.GetBytes(link ?? ""));
        var tag = $"\"{Convert.ToHexStringLower(hash.GetHashAndReset())[..32]}\"";
        var (request, response) = (httpContext.Request.GetTypedHeaders(), httpContext.Response);
        response.Headers.ETag = tag;
        if (link is not null) response.Headers.Link = link;
        if (request.IfNoneMatch.Any(known => known.Tag == tag || known.Tag == "*"))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}

/// <summary>What a route says of its pages.</summary>
public static class PagedRoutes
{
    /// <summary>A list that is answered by <see cref="ListPage"/>.</summary>
    public static RouteHandlerBuilder Pages<TRow>(this RouteHandlerBuilder route) => route.WithMetadata(new PagedList())
        .Produces<IReadOnlyList<TRow>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
        .Produces(StatusCodes.Status304NotModified).Refuses(400, ListCursor.NotOfThisList);
}
