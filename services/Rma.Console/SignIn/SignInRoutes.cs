using Microsoft.AspNetCore.Authentication;
using Rma.Console.Pages;

namespace Rma.Console.SignIn;

internal static class SignInRoutes
{
    public const string FailedPath = "/sign-in/failed";

    /// <summary>Where somebody is who has signed out.</summary>
    public const string SignedOutPath = "/signed-out";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect(PageRoutes.Console)).OpenPage();
        // A link to begin with, and where to go on: a page of ours, whatever is written there.
        routes.MapGet("/sign-in", (string? to) => Results.Redirect(IsOurs(to) ? to! : PageRoutes.Console)).OpenPage();
        routes.MapPost("/sign-out", async (IFormCollection _, HttpContext context) =>
        {
            await context.SignOutAsync(SignInSetup.Session);
            return Results.LocalRedirect(SignedOutPath);
        }).PageFor(PageRoutes.Everybody);
    }

    /// <summary>Whether an address is a page of ours, so that a link to sign in leads nowhere else.</summary>
    public static bool IsOurs(string? address) => address is not null
        && new[] { PageRoutes.Console, PageRoutes.Portal }.Any(home => address == home
            || address.StartsWith(home + "/", StringComparison.Ordinal) || address.StartsWith(home + "?", StringComparison.Ordinal))
        && !address.Contains('\\', StringComparison.Ordinal) && !address.Any(char.IsControl);
}
