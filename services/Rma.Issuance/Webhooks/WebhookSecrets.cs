using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

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
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("rma webhook secret 1");
    private readonly Dictionary<string, byte[]> keys = [];

    private WebhookSecrets(params IEnumerable<byte[]> written)
    {
        foreach (var text in written)
        {
            var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, text, 32, info: Purpose);
            var id = Convert.ToHexStringLower(SHA256.HashData(key))[..8];
            Current ??= $"v1:{id}:";
            keys[id] = key;
        }
    }

    /// <summary>How a secret begins that the first key encrypted.</summary>
    public string Current { get; } = null!;

    /// <exception cref="InvalidOperationException">There is no key outside Development, or one is too short.</exception>
    public static WebhookSecrets From(IConfiguration configuration, bool development)
    {
        if (configuration["Webhooks:SecretKeyFile"] is { Length: > 0 } file)
        {
            var lines = File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
            return lines.Length > 0 && lines.All(line => line.Length >= 32 && line.Distinct().Count() >= 8)
                ? new(lines.Select(Encoding.UTF8.GetBytes))
                : throw new InvalidOperationException("Each line in Webhooks:SecretKeyFile has to have at least 32 random characters.");
        }

        return development ? new("a key for developing, known to everybody"u8.ToArray())
            : throw new InvalidOperationException("Webhooks:SecretKeyFile is not set: the secrets of webhooks cannot be encrypted.");
    }

    /// <summary>The secret as it is stored.</summary>
    public string Encrypt(Guid webhookId, string secret) =>
        Current + SealedBox.Close(keys[Current.Split(':')[1]], secret, webhookId.ToByteArray());

    /// <summary>The secret of a stored one; one of before, which was stored as it is, is returned as it is.</summary>
    /// <exception cref="CryptographicException">Its key is not there any more, or it was changed.</exception>
    public string Decrypt(Guid webhookId, string stored)
    {
        if (stored.Split(':') is not ["v1", var id, var text]) return stored;
        return keys.TryGetValue(id, out var key) ? SealedBox.Open(key, text, webhookId.ToByteArray())
            : throw new CryptographicException("Webhooks:SecretKeyFile has no such key.");
    }

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
