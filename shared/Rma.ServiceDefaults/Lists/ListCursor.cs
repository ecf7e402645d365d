using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Rma.EventSourcing;

namespace Rma.ServiceDefaults;

/// <summary>
/// Where a page of a list ended: the time and the id of its last row. It is good for the same list with the same filters of the same
/// caller's account, at any depth, however much is written meanwhile.
/// </summary>
public static class ListCursor
{
    /// <summary>The code of a cursor that is none of the list.</summary>
    public const string NotOfThisList = "cursor.not-of-this-list";

    /// <summary>The same for the same list, filters and account.</summary>
    /// <param name="list">Names the list and its filters.</param>
    public static string FingerprintOf(string list, Caller caller) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{list}|{(caller.Is(Roles.Partner) ? caller.Account : "*")}")))[..12];

    /// <summary>The cursor after a row.</summary>
    public static string After(string fingerprint, DateTimeOffset at, Guid id) =>
        WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes($"{fingerprint}:{at.UtcTicks}:{id:N}"));

    /// <summary>The last row of the page before.</summary>
    /// <exception cref="InvalidInputException">It is none of this list.</exception>
    public static (DateTimeOffset At, Guid Id) Read(string cursor, string fingerprint) =>
        Parts(cursor) is [var list, var ticks, var id] && list == fingerprint
        && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && at >= 0 && at <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var last)
        ? (new DateTimeOffset(at, TimeSpan.Zero), last)
        : throw new InvalidInputException(
            NotOfThisList, "The cursor is none of this list with these filters. Begin again without 'after'.");

    /// <summary>The header <c>Link</c> of a page that is not the last: the same request after this cursor.</summary>
    public static string LinkTo(HttpRequest request, string after)
    {
        var query = request.Query.Where(one => !one.Key.Equals("after", StringComparison.OrdinalIgnoreCase))
            .Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)).Append(KeyValuePair.Create("after", (string?)after));
        return $"<{QueryHelpers.AddQueryString(request.Path.ToUriComponent(), query)}>; rel=\"next\"";
    }

    private static string[] Parts(string cursor)
    {
        try
        {
            return Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(cursor)).Split(':');
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
