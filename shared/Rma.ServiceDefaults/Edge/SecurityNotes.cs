using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Rma.ServiceDefaults;

/// <summary>
/// What was noticed about the security of one request on its way through the service. <see cref="SecurityWatch"/> makes the entry of it.
/// </summary>
internal sealed class SecurityNotes
{
    /// <summary>What is wrong with the credential that was presented; null when nothing is, or there was none.</summary>
    public string? Credential { get; private set; }

    /// <summary>Whose credential that claims to be; never the secret.</summary>
    public string? Claimed { get; private set; }

    /// <summary>Which limit refused the request.</summary>
    public string? Limit { get; set; }

    /// <summary>The code of the problem that was answered.</summary>
    public string? Code { get; set; }

    /// <summary>The number that a device read and nobody expects.</summary>
    public string? UnknownNumber { get; set; }

    public static SecurityNotes Of(HttpContext context)
    {
        if (context.Items[typeof(SecurityNotes)] is SecurityNotes notes) return notes;
        context.Items[typeof(SecurityNotes)] = notes = new SecurityNotes();
        return notes;
    }

    public void CredentialRefused(string kind, string? claimed) => (Credential, Claimed) = (kind, claimed);
}

/// <summary>Routes that answer whether a number exists.</summary>
public static class NumberGuessing
{
    /// <summary>
    /// Counts answers to this route that say "there is no such number": whoever gets many for different numbers is guessing
    /// (<c>RateLimits:UnknownPerMinute</c>).
    /// </summary>
    /// <param name="unknown">The number that was not found; null when the answer is another one.</param>
    public static RouteHandlerBuilder CountUnknown<TAnswer>(this RouteHandlerBuilder route, Func<TAnswer, string?> unknown) =>
        route.AddEndpointFilter(async (call, next) =>
        {
            var answer = await next(call);
            if (answer is IValueHttpResult<TAnswer> { Value: { } value })
                SecurityNotes.Of(call.HttpContext).UnknownNumber = unknown(value);
            return answer;
        });
}
