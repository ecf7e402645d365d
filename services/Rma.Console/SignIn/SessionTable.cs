using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Npgsql;
using Rma.ServiceDefaults;

namespace Rma.Console.SignIn;

/// <summary>
/// The sessions. A browser holds only the id of one, and the table only the digest of that id: neither alone opens anything. The person's
/// token is in the session, encrypted, and never leaves the server.
/// </summary>
internal sealed class SessionTable(NpgsqlDataSource database, SignInSettings settings) : ITicketStore
{
    private static readonly TicketSerializer Serializer = TicketSerializer.Default;

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = SecretId.New();
        var session = SecretId.Digest(id);
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            delete from sessions where session in (select session from sessions where expires_at < now() - interval '1 day' limit 1000);
            insert into sessions (session, ticket, expires_at) values (@session, @closed, @expires)
            """, new { session, closed = Close(ticket, session), expires = ticket.Properties.ExpiresUtc!.Value });
        return id;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var session = SecretId.Digest(key);
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("update sessions set ticket = @closed, expires_at = @expires where session = @session",
            new { session, closed = Close(ticket, session), expires = ticket.Properties.ExpiresUtc!.Value });
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await using var connection = await database.OpenConnectionAsync();
        return Open(key, await connection.QuerySingleOrDefaultAsync<string>(
            "select ticket from sessions where session = @session and expires_at > now()", new { session = SecretId.Digest(key) }));
    }

    /// <summary>Whose session it was, for a day after its end; null when it is not known any more.</summary>
    public async Task<string?> WhoseWas(string key)
    {
        await using var connection = await database.OpenConnectionAsync();
        var closed = await connection.QuerySingleOrDefaultAsync<string>(
            "select ticket from sessions where session = @session", new { session = SecretId.Digest(key) });
        return Open(key, closed)?.Principal is { } person ? Caller.Of(person).Id : null;
    }

    public async Task RemoveAsync(string key)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("delete from sessions where session = @session", new { session = SecretId.Digest(key) });
    }

    private AuthenticationTicket? Open(string key, string? closed)
    {
        if (closed is null) return null;
        try
        {
            return Serializer.Deserialize(Convert.FromBase64String(settings.Keys.Open(closed, SecretId.Digest(key))));
        }
        catch (CryptographicException)
        {
            return null; // of a key that is gone: the person signs in again
        }
    }

    private string Close(AuthenticationTicket ticket, byte[] session) =>
        settings.Keys.Close(Convert.ToBase64String(Serializer.Serialize(ticket)), session);
}
