using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Webhooks;

/// <summary>
/// The secrets of webhooks as they are stored: AES-256-GCM under a key that the database does not have, bound to their webhook. The key is
/// a file, like every secret here; the key ring of ASP.NET would be one more thing to store, share between replicas and protect itself.
/// </summary>
/// <remarks>
/// Each line of the file <c>Webhooks:SecretKeyFile</c> is a key; the first one encrypts, all decrypt. A key is changed by adding the new
/// one in front and restarting: what is stored is written again at start.
/// </remarks>
internal sealed class WebhookSecrets
{
    private readonly KeyLines keys;

    private WebhookSecrets(KeyLines keys) => this.keys = keys;

    /// <summary>How a secret begins that the first key encrypted.</summary>
    public string Current => keys.Current;

    /// <exception cref="InvalidOperationException">There is no key outside Development, or one is too short.</exception>
    public static WebhookSecrets From(IConfiguration configuration, bool development) => new(KeyLines.From(
        configuration, development, "Webhooks:SecretKeyFile", "rma webhook secret 1", "the secrets of webhooks"));

    /// <summary>The secret as it is stored.</summary>
    public string Encrypt(Guid webhookId, string secret) => keys.Close(secret, webhookId.ToByteArray());

    /// <summary>The secret of a stored one; one of before, which was stored as it is, is returned as it is.</summary>
    /// <exception cref="CryptographicException">Its key is not there any more, or it was changed.</exception>
    public string Decrypt(Guid webhookId, string stored) =>
        KeyLines.IsClosed(stored) ? keys.Open(stored, webhookId.ToByteArray()) : stored;

    /// <summary>Encrypts what was stored as it is, or under an earlier key. Returns how many.</summary>
    public async Task<int> Renew(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var renewed = 0;
        foreach (var (id, stored) in (await connection.QueryAsync<(Guid, string)>(
            "select webhook_id, secret from webhooks where secret not like @current || '%' for update", new { current = Current },
            transaction)).ToArray())
        {
            renewed += await connection.ExecuteAsync("update webhooks set secret = @secret where webhook_id = @id",
                new { id, secret = Encrypt(id, Decrypt(id, stored)) }, transaction);
        }

        await transaction.CommitAsync(cancellationToken);
        return renewed;
    }
}
