using System.Net;
using System.Security.Cryptography;
using System.Text;
using Rma.EventSourcing;

namespace Rma.Issuance.Webhooks;

/// <summary>
/// Allowed webhook targets: hosts listed by the operator in <c>Webhooks:AllowedHosts</c>, over HTTPS (in Development also plain HTTP on
/// loopback).
/// </summary>
internal sealed class WebhookTargets(IConfiguration configuration, WebhookNetworks networks, bool development)
{
    private readonly string[] allowed = configuration.GetSection("Webhooks:AllowedHosts").Get<string[]>() ?? [];

    /// <summary>The target of a webhook.</summary>
    /// <exception cref="InvalidInputException">Not an absolute URL, not HTTPS, with credentials, the host is not listed, or its port or
    /// address is not for webhooks.</exception>
    public Uri Read(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || url.Length > 500 || target.Scheme is not ("https" or "http"))
            throw new InvalidInputException("webhook.url-malformed", "A webhook is an absolute https URL of at most 500 characters.");
        if (target.UserInfo.Length > 0 || target.Fragment.Length > 0)
            throw new InvalidInputException("webhook.url-malformed", "A webhook's URL carries neither credentials nor a fragment.");
        if (!IsAllowed(target))
            throw new InvalidInputException(
                "webhook.host-not-allowed", "This host is not on the list of webhook targets. Ask the operator.");
        if (!networks.MayUse(target.Port)) throw new InvalidInputException("webhook.port-not-allowed", "Webhooks go to port 443.");
        if (IPAddress.TryParse(target.DnsSafeHost, out var address) && !networks.MayCall(address, target.Port))
            throw new InvalidInputException("webhook.address-not-public", "Webhooks go to public addresses only.");
        return target;
    }

    /// <summary>Whether the target is allowed; checked again before every delivery, because the list may have changed.</summary>
    public bool IsAllowed(Uri target) =>
        allowed.Contains(target.Host, StringComparer.OrdinalIgnoreCase)
        && (target.Scheme == "https" || development && IPAddress.TryParse(target.Host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Signs deliveries: HMAC-SHA-256 over <c>timestamp.body</c> with the webhook's own secret.</summary>
public static class WebhookSignature
{
    /// <summary>
    /// The value of <c>X-Rma-Signature</c>: <c>t=&lt;unix seconds&gt;,v1=&lt;lower-case hex&gt;</c>. Receivers should refuse an old
    /// timestamp.
    /// </summary>
    public static string Of(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds();
        var mac = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seconds}.{body}")));
        return FormattableString.Invariant($"t={seconds},v1={Convert.ToHexStringLower(mac)}");
    }
}
