using Microsoft.AspNetCore.Builder;

namespace Rma.ServiceDefaults;

/// <summary>Refusals of one status that a route can answer with, besides those of every route.</summary>
/// <param name="Members">A record whose members a refusal has besides those of every problem; null when it has none.</param>
public sealed record RouteRefusals(int Status, IReadOnlyList<string> Codes, Type? Members = null);

/// <summary>A body that a route reads by itself, because it is not JSON.</summary>
/// <param name="ContentTypes">The media types it accepts.</param>
/// <param name="Form">The record that names the fields of a form; null when the body is binary.</param>
public sealed record RouteBody(IReadOnlyList<string> ContentTypes, Type? Form = null);

/// <summary>What the document of a service says of a route beyond its parameters and metadata of the framework.</summary>
public static class RouteDescriptions
{
    /// <summary>The codes of a status that the route can answer with. A test follows the calls behind the route and names what is
    /// missing.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder route, int status, params string[] codes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteRefusals(status, codes));

    /// <summary>The same, where a refusal has the members of a record besides those of every problem.</summary>
    public static TBuilder RefusesWith<TBuilder>(this TBuilder route, int status, Type members, params string[] codes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteRefusals(status, codes, members));

    /// <summary>A body that is not JSON.</summary>
    public static TBuilder Reads<TBuilder>(this TBuilder route, Type? form, params string[] contentTypes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteBody(contentTypes, form));
}
