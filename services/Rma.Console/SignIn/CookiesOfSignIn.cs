using Microsoft.AspNetCore.Authentication.Cookies;

namespace Rma.Console.SignIn;

/// <summary>
/// Whoever signs in gets a new session: the one of before is not read when the identity provider sends somebody back, or a session that
/// somebody else put into the browser would become theirs.
/// </summary>
internal sealed class CookiesOfSignIn : ICookieManager
{
    private readonly ChunkingCookieManager cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) =>
        context.Request.Path == SignInSetup.CallbackPath ? null : cookies.GetRequestCookie(context, key);

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        cookies.AppendResponseCookie(context, key, value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => cookies.DeleteCookie(context, key, options);
}
