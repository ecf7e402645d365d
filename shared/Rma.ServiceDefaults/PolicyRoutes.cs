using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
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
                .Allow(Readers);

        // The document itself, which can be edited and checked as a draft.
        routes.MapGet("/policy/versions/{id}", (string id, PolicyBook book) =>
            book.Versions.FirstOrDefault(version => version.Id == id) is { } version
            ? Results.Text(version.Document, "application/json")
            : Problems.NotFound("policy-version")).Allow(Readers);

        // A draft is read like a version that is being loaded; nothing is stored.
        routes.MapPost("/policy/check", (JsonElement draft) => Results.Ok(new { accepted = Read(draft).Id })).Allow(Readers)
            .WithMetadata(new SafePost());

        routes.MapGet("/policy/replay", async (PolicyReplay replay, CancellationToken ct) => Results.Ok(await replay.Again(ct)))
            .Allow(Readers).WithMetadata(new DisableRequestTimeoutAttribute());

        routes.MapPost("/policy/impact", async (ImpactRequest request, PolicyReplay replay, CancellationToken ct) =>
            Results.Ok(await replay.Under(
                Read(request.Draft), request.From ?? DateOnly.MinValue, request.Through ?? DateOnly.MaxValue, ct)))
            .Allow(Readers).WithMetadata(new SafePost(), new DisableRequestTimeoutAttribute());
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
