using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rma.ServiceDefaults;

namespace Rma.Platform.Tests.Access;

/// <summary>One route, who may call it, and how the object that its address names is checked.</summary>
/// <param name="Objects">Reviewed by a person: whose objects the caller reaches. Empty for a route that names none.</param>
internal sealed record AccessLine(string Service, string Route, string Roles, string Objects)
{
    public string Key => $"{Service} {Route}";

    public bool NamesAnObject => Route.Contains('{', StringComparison.Ordinal);
}

/// <summary>Role × route of every service, as the authorization of the running service decides it.</summary>
internal static class AccessMatrix
{
    /// <summary>Not reviewed yet.</summary>
    public const string Open = "?";

    private const string Head =
        """
        # Who may call what: service | route | roles | whose objects. Made from the routes by AccessMatrixTests (RMA_ACCEPT_SNAPSHOTS=1
        # writes it); the last column is reviewed by a person and kept. A route whose address names an object must have one:
        #   account: …   a caller with an account reaches its own objects only; everything else looks as if it were not there
        #   site: …      a device changes what lies at its own site only
        #   link: …      the signed address is the credential for this one object
        #   all: …       everybody with the role reaches all of them, and why that is so

        """;

    /// <summary>The roles of the platform, by reflection.</summary>
    public static IReadOnlyList<string> AllRoles { get; } =
        [.. typeof(Roles).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];

    public static async Task<IReadOnlyList<AccessLine>> OfServices()
    {
        var lines = new List<AccessLine>();
        foreach (var (name, application) in House.Applications.OrderBy(service => service.Key, StringComparer.Ordinal))
        {
            foreach (var route in ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>())
            {
                var roles = await RolesOf(application.Services, route);
                foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                    lines.Add(new(name.ToLowerInvariant(), $"{method} {route.RoutePattern.RawText}", roles, ""));
            }
        }

        return [.. lines.OrderBy(line => line.Service, StringComparer.Ordinal)
            .ThenBy(line => line.Route.Split(' ')[1], StringComparer.Ordinal).ThenBy(line => line.Route, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<AccessLine> Read(string file) => !File.Exists(file) ? [] : [.. File.ReadAllLines(file)
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => new AccessLine(cells[0], cells[1], cells[2], cells[3]))];

    /// <summary>What is there now, with the reviewed column of before.</summary>
    public static IReadOnlyList<AccessLine> WithReview(IReadOnlyList<AccessLine> now, IReadOnlyList<AccessLine> before)
    {
        var reviewed = before.ToDictionary(line => line.Key, line => line.Objects);
        return [.. now.Select(line => line with
        {
            Objects = !line.NamesAnObject ? "" : reviewed.GetValueOrDefault(line.Key) is { Length: > 0 } known ? known : Open,
        })];
    }

    /// <summary>How many pairs of role and route the authorization allows and nobody reviewed.</summary>
    public static int LetInUnreviewed(IEnumerable<AccessLine> now, IEnumerable<AccessLine> reviewed)
    {
        var known = reviewed.ToDictionary(line => line.Key, line => line.Roles.Split(' '));
        return now.Sum(line => line.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Count(role => known.GetValueOrDefault(line.Key)?.Contains(role) != true));
    }

    public static string Page(IEnumerable<AccessLine> lines) =>
        Head + string.Concat(lines.Select(line => $"{line.Service} | {line.Route} | {line.Roles} | {line.Objects}".TrimEnd() + "\n"));

    // Asked of the authorization itself, not read from attributes: a policy that lets more in than it says shows here.
    private static async Task<string> RolesOf(IServiceProvider services, RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return route.Metadata.GetMetadata<SignedLink>() is null ? "anybody" : "link";
        var policies = services.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy = await AuthorizationPolicy.CombineAsync(
            policies, route.Metadata.GetOrderedMetadata<IAuthorizeData>(), route.Metadata.GetOrderedMetadata<AuthorizationPolicy>())
            ?? await policies.GetFallbackPolicyAsync();
        await using var scope = services.CreateAsyncScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.SetEndpoint(route);
        var allowed = new List<string>();
        foreach (var role in AllRoles.Append(""))
        {
            Claim[] claims = role.Length == 0 ? [new("sub", "ada")] : [new("sub", "ada"), new("roles", role)];
            var user = new ClaimsPrincipal(new ClaimsIdentity(claims, "test", "sub", "roles"));
            if ((await authorization.AuthorizeAsync(user, context, policy!)).Succeeded) allowed.Add(role.Length == 0 ? "no-role" : role);
        }

        return string.Join(' ', allowed.Order(StringComparer.Ordinal));
    }
}
