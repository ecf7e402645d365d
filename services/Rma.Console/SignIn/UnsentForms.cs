using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Rma.Console.SignIn;

/// <summary>A form that was sent when the session of its writer was over.</summary>
/// <param name="To">The page that was to take it.</param>
/// <param name="Writer">Who wrote it.</param>
internal sealed record UnsentForm(string To, string Writer, IReadOnlyList<UnsentField> Fields);

/// <summary>One of its fields.</summary>
internal sealed record UnsentField(string Name, string Value);

/// <summary>
/// Keeps a form whose session was over, so that nothing written is lost: for an hour, for the same person, in the same browser, which has
/// the id of it in a cookie. Like a session it is known by a digest and encrypted. Files are not kept.
/// </summary>
internal sealed class UnsentForms(
    NpgsqlDataSource database, SignInSettings settings, SessionTable sessions, IOptionsMonitor<CookieAuthenticationOptions> cookies)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private const int MostCharacters = 300_000;

    private string CookieName => settings.Cookie("unsent");

    /// <summary>Keeps what this request sends, if a page of ours shows that it was sent from there.</summary>
    /// <returns>Whether it is kept.</returns>
    public async Task<bool> Keep(HttpContext context)
    {
        if (!context.Request.HasFormContentType || !CameFromHere(context.Request)) return false;
        if (await WriterOf(context) is not { } writer) return false;
        UnsentField[] fields;
        try
        {
            fields = [.. (await context.Request.ReadFormAsync(context.RequestAborted))
                .Where(field => field.Key != "__RequestVerificationToken")
                .SelectMany(field => field.Value.Select(value => new UnsentField(field.Key, value ?? "")))];
        }
        catch (InvalidDataException)
        {
            return false;
        }

        if (fields.Sum(field => field.Name.Length + field.Value.Length) > MostCharacters) return false;
        var form = new UnsentForm(context.Request.Path + context.Request.QueryString, writer, fields);
        var id = SecretId.New();
        var key = SecretId.Digest(id);
        await using var connection = await database.OpenConnectionAsync(context.RequestAborted);
        await connection.ExecuteAsync(
            """
            delete from unsent_forms where expires_at < now();
            insert into unsent_forms (form, content, expires_at) values (@key, @closed, now() + @Kept)
            """, new { key, closed = settings.Keys.Close(JsonSerializer.Serialize(form), key), Kept });
        context.Response.Cookies.Append(CookieName, id, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = settings.IsSecure, Path = "/", MaxAge = Kept,
        });
        return true;
    }

    /// <summary>What this person sent last in this browser without a session; null when there is nothing.</summary>
    public async Task<UnsentForm?> Find(HttpContext context, string person)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 } id) return null;
        var key = SecretId.Digest(id);
        await using var connection = await database.OpenConnectionAsync(context.RequestAborted);
        var closed = await connection.QuerySingleOrDefaultAsync<string>(
            "select content from unsent_forms where form = @key and expires_at > now()", new { key });
        if (closed is null) return null;
        try
        {
            var form = JsonSerializer.Deserialize<UnsentForm>(settings.Keys.Open(closed, key));
            return form?.Writer == person ? form : null;
        }
        catch (CryptographicException)
        {
            return null; // of a key that is gone
        }
    }

    // Otherwise another site could lay words into somebody's mouth.
    private bool CameFromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
        ? site == "same-origin"
        : request.Headers.Origin == settings.PublicAddress.GetLeftPart(UriPartial.Authority);

    // The session is over, and its row still says whose it was.
    private async Task<string?> WriterOf(HttpContext context)
    {
        var options = cookies.Get(SignInSetup.Session);
        if (options.CookieManager.GetRequestCookie(context, options.Cookie.Name!) is not { } cookie) return null;
        var session = options.TicketDataFormat.Unprotect(cookie)?.Principal.Claims.FirstOrDefault()?.Value;
        return session is null ? null : await sessions.WhoseWas(session);
    }
}
