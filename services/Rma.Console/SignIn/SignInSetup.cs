using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Rma.Console.DevelopmentSignIn;
using Rma.Console.Pages;
using Rma.ServiceDefaults;

namespace Rma.Console.SignIn;

/// <summary>
/// Sign-in by OpenID Connect: code flow with PKCE, any provider. Only pages ask for it; a route of the API never takes the cookie.
/// </summary>
internal static class SignInSetup
{
    /// <summary>The session, as a scheme of authentication.</summary>
    public const string Session = "Session";

    /// <summary>The token of the person, in the session.</summary>
    public const string AccessToken = "access_token";

    public const string CallbackPath = "/sign-in/callback";
    private const string Provider = "Provider";

    public static void AddSignIn(this IServiceCollection services, SignInSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<SessionTable>().AddSingleton<UnsentForms>();
        services.AddDataProtection().SetApplicationName("rma-console");
        services.AddSingleton<IXmlRepository, CookieKeyTable>();
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((keys, table) =>
            (keys.XmlRepository, keys.XmlEncryptor) = (table, new CookieKeyEncryptor(settings)));
        services.AddAuthentication()
            .AddCookie(Session, cookie => Configure(cookie, settings))
            .AddOpenIdConnect(Provider, provider => Configure(provider, settings));
        services.AddOptions<CookieAuthenticationOptions>(Session)
            .Configure<SessionTable>((cookie, sessions) => cookie.SessionStore = sessions);
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = settings.Cookie("form");
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = settings.SecurePolicy;
            forms.Cookie.Path = "/";
            forms.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        if (settings.IsDevelopment) services.AddDevelopmentProvider(settings);
    }

    private static void Configure(CookieAuthenticationOptions cookie, SignInSettings settings)
    {
        cookie.Cookie.Name = settings.Cookie("session");
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax; // the provider sends people back from another site
        cookie.Cookie.SecurePolicy = settings.SecurePolicy;
        cookie.Cookie.Path = "/";
        cookie.CookieManager = new CookiesOfSignIn();
        cookie.SlidingExpiration = false; // it ends with the token
        cookie.TimeProvider = TimeProvider.System; // tokens do not live on the platform's clock
        cookie.ForwardChallenge = Provider;
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            return new RazorComponentResult<FaultPage>(new
            {
                Status = 403, Detail = "You are signed in, and your role does not open this page.", Code = "request.not-allowed",
            }) { StatusCode = 403 }.ExecuteAsync(context.HttpContext);
        };
    }

    private static void Configure(OpenIdConnectOptions provider, SignInSettings settings)
    {
        provider.SignInScheme = Session;
        provider.ClientId = settings.ClientId;
        provider.ClientSecret = settings.ClientSecret;
        provider.ResponseType = OpenIdConnectResponseType.Code;
        provider.ResponseMode = OpenIdConnectResponseMode.Query;
        provider.UsePkce = true;
        provider.DisableTelemetry = true;
        provider.MapInboundClaims = false;
        provider.SaveTokens = false; // one of them is kept, below
        provider.CallbackPath = CallbackPath;
        provider.RemoteSignOutPath = PathString.Empty;
        provider.TimeProvider = TimeProvider.System;
        provider.Scope.Clear();
        foreach (var scope in settings.Scopes) provider.Scope.Add(scope);
        foreach (var builder in new[] { provider.CorrelationCookie, provider.NonceCookie })
        {
            builder.SameSite = SameSiteMode.Lax;
            builder.SecurePolicy = settings.SecurePolicy;
            builder.Name = settings.IsSecure ? "__Secure-rma-sign-in." : $"rma-sign-in-{settings.Door}.";
        }

        provider.NonceCookie.Name += "nonce.";
        if (settings.IsDevelopment)
        {
            provider.RequireHttpsMetadata = false;
            provider.Configuration = DevelopmentProvider.ConfigurationFor(settings);
        }
        else
        {
            provider.Authority = settings.Authority;
        }

        provider.Events.OnRedirectToIdentityProvider = OnlyPages;
        provider.Events.OnTokenValidated = KeepToken;
        provider.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect(SignInRoutes.FailedPath);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    // A script that reads a page anew is told that the session is over; it cannot show the provider's page. Whoever sends a form is told
    // so as well: a form that is led to another site is stopped by the page's content policy.
    private static async Task OnlyPages(RedirectContext context)
    {
        var isNavigation = context.Request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate";
        var isForm = HttpMethods.IsPost(context.Request.Method);
        if (isNavigation && !isForm)
        {
            ComeByTheOneName(context);
            return;
        }

        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (!isNavigation) return;
        var unsent = context.HttpContext.RequestServices.GetRequiredService<UnsentForms>();
        await new RazorComponentResult<SessionOverPage>(
            new { IsKept = await unsent.Keep(context.HttpContext), Page = $"{context.Request.Path}" })
        {
            StatusCode = StatusCodes.Status401Unauthorized,
        }.ExecuteAsync(context.HttpContext);
    }

    // On a developer's machine 127.0.0.1 and localhost are the same door, and the cookies of one are not those of the other.
    private static void ComeByTheOneName(RedirectContext context)
    {
        var settings = context.HttpContext.RequestServices.GetRequiredService<SignInSettings>();
        if (!settings.IsDevelopment || context.Request.Host.Value == settings.PublicAddress.Authority) return;
        context.Response.Redirect(new Uri(settings.PublicAddress, context.Request.Path + context.Request.QueryString).AbsoluteUri);
        context.HandleResponse();
    }

    // Who the person is says the token with which the services are asked, as they read it.
    private static async Task KeepToken(TokenValidatedContext context)
    {
        var tokens = context.HttpContext.RequestServices.GetRequiredService<AccessTokens>();
        if (context.TokenEndpointResponse?.AccessToken is not { Length: > 0 } token)
        {
            context.Fail("The identity provider gave no access token.");
            return;
        }

        try
        {
            var person = await tokens.Read(token);
            context.Principal = new ClaimsPrincipal(person.Identity);
            context.Properties!.StoreTokens([new AuthenticationToken { Name = AccessToken, Value = token }]);
            context.Properties!.ExpiresUtc = person.Until;
        }
        catch (SecurityTokenException refused)
        {
            context.Fail(refused);
        }
    }
}
