using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>A POST that is read-only: no Idempotency-Key, no transaction, nothing stored.</summary>
public sealed class SafePost;

/// <param name="Draft">A complete version as JSON, in the format in which it would be added.</param>
/// <param name="From">First business date, policy-local; null = the earliest.</param>
/// <param name="Through">Last business date; null = the latest.</param>
public sealed record ImpactRequest(JsonElement Draft, DateOnly? From = null, DateOnly? Through = null);

/// <summary>A draft that could be added.</summary>
/// <param name="Accepted">The id of the version.</param>
public sealed record PolicyChecked(string Accepted);

/// <summary>A policy version in a list.</summary>
public sealed record PolicyVersionRow(
    string Id, DateOnly EffectiveFrom, string Jurisdiction, string TimeZone, string SourceHash, string DocumentHash);

/// <summary>Policy routes of every service that decides: the versions, a replay of its decisions, the impact of a draft.</summary>
public static class PolicyRoutes
{
    internal static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/policy/versions", (PolicyBook book) => Results.Ok(book.Versions.Select(version => new PolicyVersionRow(
            version.Id, version.EffectiveFrom, version.Jurisdiction, version.TimeZone, version.SourceHash, version.DocumentHash))))
                .Allow(Readers)
            .WithName("listPolicyVersions").WithSummary("Lists the versions of the policy.")
            .Produces<IReadOnlyList<PolicyVersionRow>>();

        // The document itself, which can be edited and checked as a draft.
        routes.MapGet("/policy/versions/{id}", (string id, PolicyBook book) =>
            book.Versions.FirstOrDefault(version => version.Id == id) is { } version
            ? Results.Text(version.Document, "application/json")
            : Problems.NotFound("policy-version")).Allow(Readers)
            .WithName("showPolicyVersion").WithSummary("Shows a version of the policy as its document.")
            .Produces<JsonElement>()
            .Refuses(404, "policy-version.not-found");

        // A draft is read like a version that is being loaded; nothing is stored.
        routes.MapPost("/policy/check", (JsonElement draft) => Results.Ok(new PolicyChecked(Read(draft).Id))).Allow(Readers)
            .WithMetadata(new SafePost())
            .WithName("checkPolicy").WithSummary("Checks whether a draft of the policy could be added.")
            .Produces<PolicyChecked>()
            .Refuses(400, "policy.rejected");

        routes.MapGet("/policy/replay", async (long? after, int? limit, PolicyReplay replay, CancellationToken ct) =>
            Results.Ok(await replay.Again(after ?? 0, limit is { } given ? Filters.Limit(given, most: int.MaxValue) : null, ct)))
            .Allow(Readers)
            .WithName("replayPolicy").WithSummary("Decides stored decisions again under their own versions.")
            .Produces<ReplayReport>()
            .Refuses(400, "policy.replay-too-large")
            .Refuses(409, "policy.replay-busy")
            .WithRequestTimeout(PolicyReplay.Timeout);

        routes.MapPost("/policy/impact", async (ImpactRequest request, PolicyReplay replay, CancellationToken ct) =>
            Results.Ok(await replay.Under(
                Read(request.Draft), request.From ?? DateOnly.MinValue, request.Through ?? DateOnly.MaxValue, ct)))
            .Allow(Readers).WithMetadata(new SafePost())
            .WithName("showImpact").WithSummary("Shows what a draft of the policy would have changed.")
            .Produces<ImpactReport>()
            .Refuses(400, "policy.rejected", "policy.replay-too-large")
            .Refuses(409, "policy.replay-busy")
            .WithRequestTimeout(PolicyReplay.Timeout);
    }

    /// <summary>A version from a request.</summary>
    /// <exception cref="InvalidInputException">The version is rejected; the message names the entry and the reason.</exception>
    public static PolicyVersion Read(JsonElement draft)
    {
        try
        {
            return PolicyVersion.Parse(draft.GetRawText());
        }
        catch (InvalidPolicyException rejected)
        {
            throw new InvalidInputException("policy.rejected", rejected.Message);
        }
    }

    private static string[] Readers => [Roles.Auditor, Roles.ReturnsDesk, Roles.Operator, Roles.System];
}
