using Microsoft.AspNetCore.Routing.Matching;
using Rma.ServiceDefaults;

namespace Rma.Console.Door;

/// <summary>
/// Which routes a request may reach, by the port at which it came in: at the door what is public, from inside what is the service's own.
/// The port cannot be made up by a client, as a host name can.
/// </summary>
internal sealed class DoorPolicy(DoorSettings door) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => door.Port is not null;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var atTheDoor = httpContext.Connection.LocalPort == door.Port;
        for (var index = 0; index < candidates.Count; index++)
            if (!IsFor(candidates[index].Endpoint, atTheDoor)) candidates.SetValidity(index, false);
        return Task.CompletedTask;
    }

    private static bool IsFor(Endpoint endpoint, bool atTheDoor)
    {
        var isForwarded = endpoint.Metadata.GetMetadata<ForwardedRoute>() is not null
            || endpoint.Metadata.GetMetadata<DoorOnly>() is not null;
        return atTheDoor ? isForwarded || DoorRoutes.IsAtTheDoor(endpoint) || IsHealth(endpoint) : !isForwarded;
    }

    // A load balancer in front of the door asks there.
    private static bool IsHealth(Endpoint endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/') is "health/live" or "health/ready";
}
