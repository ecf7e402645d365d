using Microsoft.AspNetCore.Authorization;
using Rma.Console.Accounts;
using Rma.Console.DevelopmentSignIn;
using Rma.Console.Live;
using Rma.Console.Returns;
using Rma.Console.SignIn;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>The pages: at the public door only, for people who are signed in.</summary>
internal static class PageRoutes
{
    /// <summary>Where employees begin.</summary>
    public const string Console = "/console";

    /// <summary>Where partners begin.</summary>
    public const string Portal = "/portal";

    /// <summary>What a browser may load for a page: what is here, and nothing that stands in the page itself.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Partners = [Roles.Partner];
    private static readonly string[] Employees =
        [.. ReturnRoutes.Readers.Where(role => role is not (Roles.Partner or Roles.System))];

    /// <summary>Whoever is a person.</summary>
    public static readonly string[] Everybody = [.. Employees, .. Partners];

    /// <summary>What of a request belongs to a page, before its route is run.</summary>
    private static void UsePages(IApplicationBuilder app) =>
        app.UseWhen(PageRoute.IsOf, pages => pages.UseResponseCompression().UseAntiforgery());

    /// <summary>The parts of the pages.</summary>
    public static void AddPages(this ServiceSetup service, SignInSettings settings)
    {
        service.Services.AddSignIn(settings);
        service.Services.AddRazorComponents();
        service.Services.AddLocalization().AddHttpContextAccessor();
        service.Services.AddSingleton<ServiceCalls>().AddSingleton<Worklist>().AddExceptionHandler<PageFault>();
        service.Services.AddSingleton<ShipTo>().AddScoped<AccountReader>().AddScoped<RequestDesk>().AddScoped<ReturnWork>()
            .AddSingleton<UnitDesk>().AddSingleton<AccountDesk>();
        service.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // what a form must not give away is written differently each time
            compression.MimeTypes = ["text/html"];
        });
        service.Middleware(UsePages);
    }

    public static void MapPages(this IEndpointRouteBuilder routes, SignInSettings settings)
    {
        Asset.Map(routes);
        routes.MapRazorComponents<App>().Add(page =>
        {
            var path = ((RouteEndpointBuilder)page).RoutePattern.RawText!;
            if (path.StartsWith(Console, StringComparison.Ordinal)) Protect(page, Employees);
            else if (path.StartsWith(Portal, StringComparison.Ordinal)) Protect(page, Partners);
            else Open(page);
        });
        routes.MapSignIn();
        if (settings.IsDevelopment) routes.MapDevelopmentProvider();
        MapBeside(routes, Console, Employees);
        MapBeside(routes, Portal, Partners);
        PagePhotos.Map(routes, Employees);
    }

    /// <summary>A route of people with one of these roles, in a browser.</summary>
    public static void PageFor(this IEndpointConventionBuilder route, string[] roles) => route.Add(page => Protect(page, roles));

    /// <summary>A page that shows nothing of anybody.</summary>
    public static void OpenPage(this IEndpointConventionBuilder route) => route.Add(Open);

    // What a page loads besides itself: the list as a file, and what changes.
    private static void MapBeside(IEndpointRouteBuilder routes, string home, string[] roles)
    {
        routes.MapGet($"{home}/returns.csv", (
            HttpRequest request, Caller caller, ReturnReader reader, ReturnCsv csv, CancellationToken ct) =>
        {
            var filter = ListAddress.Read(request.Query);
            reader.Check(filter, caller);
            return CsvFile.Of("returns.csv", ReturnCsv.Columns, csv.Rows(filter, caller, ct), ct);
        }).DisableRequestTimeout().PageFor(roles);
        routes.MapPapers(home, roles);
        routes.MapGet($"{home}/changes", LiveRoutes.WatchForPage).DisableRequestTimeout().PageFor(roles);
    }

    private static void Protect(EndpointBuilder page, string[] roles) =>
        Mark(page, new AuthorizeAttribute { Roles = string.Join(',', roles) });

    private static void Open(EndpointBuilder page) => Mark(page, new AllowAnonymousAttribute());

    private static void Mark(EndpointBuilder page, object access)
    {
        page.Metadata.Add(new DoorOnly());
        page.Metadata.Add(new PageRoute(SignInSetup.Session, ContentPolicy));
        page.Metadata.Add(new ExcludeFromDescriptionAttribute());
        page.Metadata.Add(access);
    }
}
