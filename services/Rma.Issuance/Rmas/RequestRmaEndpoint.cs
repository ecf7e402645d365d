using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <param name="Remedy"><c>warranty-repair</c>, <c>paid-repair</c>, <c>otc-exchange</c>, <c>advance-replacement</c>, <c>credit-return</c> or <c>stock-rotation</c>.</param>
/// <param name="Items">Serial numbers or licence codes, 1 to 200, each once.</param>
/// <param name="AccountId">For whom; only the returns desk names it, a partner asks for himself.</param>
/// <param name="Defect">What is wrong with the items, in words; every remedy but a credit asks for a defect.</param>
public sealed record RequestRmaRequest(string Remedy, string[] Items, string? AccountId = null, string? Defect = null);

/// <summary>One line of an answer.</summary>
/// <param name="Line">Null for an item that was not authorized.</param>
/// <param name="LastDay">Last good day for the parcel at the dock, policy-local.</param>
/// <param name="Code">Why it was denied or referred: what <c>/overrides</c> asks for; null when it was authorized.</param>
public sealed record LineView(
    int? Line, Guid? ReturnId, string Item, string Outcome, string Reason, IReadOnlyList<string> Clauses, DateOnly? LastDay, string? WouldChange,
    IReadOnlyList<string> MissingFacts, string? Closed = null, string? Code = null);

/// <summary>An RMA or request with the decision it rests on.</summary>
/// <param name="RefusalCode">Why it was denied or referred as a whole; null when a number was issued.</param>
public sealed record RmaView(
    Guid RmaId, string? RmaNumber, string AccountId, string Remedy, string State, string Reason, IReadOnlyList<string> Clauses, string PolicyVersion,
    DateOnly? ValidThrough, IReadOnlyList<LineView> Lines, string? Reissues = null, string? ReissuedBy = null, string? RefusalCode = null, string? WouldChange = null,
    IReadOnlyList<string>? MissingFacts = null);

internal static class RequestRmaEndpoint
{
    public static void MapRequestRma(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/rmas", async (RequestRmaRequest request, ClaimsPrincipal user, IssueDesk desk, CancellationToken ct) =>
            Answer(await desk.Answer(Read(request, user), ct))).Allow(Roles.Partner, Roles.ReturnsDesk);

        // A ticket opens the dock and the bench, never money, and does not expire: the desk gives it out.
        routes.MapPost("/tickets", async (RequestRmaRequest request, ClaimsPrincipal user, IssueDesk desk, CancellationToken ct) =>
            Answer(await desk.Answer(Read(request, user, byTicket: true), ct))).Allow(Roles.ReturnsDesk);

        // A referred request is decided again, on the facts that are known by now.
        routes.MapPost("/rmas/{reference}/reconsideration", async (
            string reference, ClaimsPrincipal user, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas, IssueDesk desk, CancellationToken ct) =>
        {
            if (await register.Find(reference, user, ct) is not { } found) return Problems.NotFound("rma");
            return await rmas.Get(found.RmaId, ct) switch
            {
                ReturnAuthorization.Referred { Referral: var referral } => Answer(await desk.Answer(referral.Request, ct)),
                _ => throw new RefusedException("rma.not-referred", "This request was already answered; make a new one."),
            };
        }).Allow(Roles.Partner, Roles.ReturnsDesk);

        routes.MapGet("/rmas/{reference}", async (
            string reference, ClaimsPrincipal user, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas, CancellationToken ct) =>
            await register.Find(reference, user, ct) is { } found && RmaViews.Of(await rmas.Get(found.RmaId, ct)) is { } view
                ? Results.Ok(view) : Problems.NotFound("rma")).Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator);

        routes.MapGet("/rmas", async (string? state, string? serialNumber, int? limit, ClaimsPrincipal user, RmaRegister register, CancellationToken ct) =>
            limit is < 1 or > 200
                ? throw new InvalidRequestException("request.limit-out-of-range", "The limit is 1 to 200.")
                : Results.Ok(await register.List(Filters.OneOf(state, "state", RmaStates.All), serialNumber, user, limit ?? 50, ct))).Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator);
    }

    internal static RmaRequest Read(RequestRmaRequest request, ClaimsPrincipal user, bool byTicket = false)
    {
        var account = AskingAccount.Of(user, request.AccountId);
        if (request.Remedy.Length is 0 or > 64) throw new InvalidRequestException("rma.remedy-missing", "Name the remedy.");
        if (request.Items.Length is 0 or > 200) throw new InvalidRequestException("rma.items-out-of-range", "Name 1 to 200 serial numbers or licence codes.");
        if (request.Defect is { Length: > 500 }) throw new InvalidRequestException("rma.defect-too-long", "Describe the defect in at most 500 characters.");
        var items = request.Items.Select(AskingAccount.Item).ToArray();
        if (items.Distinct(StringComparer.Ordinal).Count() != items.Length) throw new InvalidRequestException("rma.item-repeated", "Name each item once.");
        var defect = string.IsNullOrWhiteSpace(request.Defect) ? null : request.Defect.Trim();
        return new RmaRequest(Guid.CreateVersion7(), account, request.Remedy, [.. items], user.ClientId(), defect, byTicket);
    }

    internal static IResult Answer(ReturnAuthorization rma)
    {
        var view = RmaViews.Of(rma)!;
        if (rma is ReturnAuthorization.Issued) return Results.Created($"/rmas/{view.RmaNumber}", view);
        if (rma is not ReturnAuthorization.Denied { Denial: var denial }) return Results.Accepted($"/rmas/{view.RmaId}", view);

        // A denial is a decision and a fact: stored, told, and answered as a problem.
        var problem = Problems.Problem(409, denial.Code, denial.Decision.Reason, denial.Decision.Clauses, denial.Decision.WouldChange);
        problem.Extensions["rmaId"] = view.RmaId;
        problem.Extensions["policyVersion"] = view.PolicyVersion;
        problem.Extensions["lines"] = view.Lines;
        return Results.Problem(problem);
    }
}

internal static class RmaViews
{
    public static RmaView? Of(ReturnAuthorization rma) => rma switch
    {
        ReturnAuthorization.Issued { Authorization: var e } issued => Of(e, "issued", issued.Closed, issued.ReissuedBy),
        ReturnAuthorization.Cancelled { Authorization: var e } cancelled => Of(e, "cancelled", [], cancelled.ReissuedBy),
        ReturnAuthorization.Denied { Denial: var e } => Of(e.Request, null, "denied", e.Decision, null, [.. e.Lines.Select(line => Of(line, e.Code))]) with { RefusalCode = e.Code },
        ReturnAuthorization.Referred { Referral: var e } => Of(e, "referred"),
        ReturnAuthorization.GivenUp { Referral: var e, Withdrawal: var withdrawal } => Of(e, withdrawal is null ? "lapsed" : "withdrawn"),
        _ => null,
    };

    private static RmaView Of(RmaIssued e, string state, ValueList<LineClosed> closed, RmaReissued? reissued) => Of(
        e.Request, e.RmaNumber, closed.Count >= e.Lines.Count ? "closed" : state, e.Decision,
        e.Request.ByTicket ? null : e.ValidThrough,
        [.. e.Lines.Select(line => Of(line, closed.LastOrDefault(end => end.ReturnId == line.ReturnId)?.Outcome)), .. e.Declined.Select(line => Of(line, null))])
        with { ReissuedBy = reissued?.ByRmaNumber };

    private static RmaView Of(RmaReferred e, string state) =>
        Of(e.Request, null, state, e.Decision, null, [.. e.Lines.Select(line => Of(line, e.Code))]) with { RefusalCode = e.Code, MissingFacts = e.Decision.MissingFacts };

    private static RmaView Of(RmaRequest request, string? number, string state, Decision decision, DateOnly? validThrough, IReadOnlyList<LineView> lines) =>
        new(request.RmaId, number, request.AccountId, request.Remedy, state, decision.Reason, decision.Clauses, decision.PolicyVersionId, validThrough, lines, request.Reissues)
        {
            WouldChange = decision.WouldChange,
        };

    private static LineView Of(AuthorizedLine line, string? closed) => new(
        line.Line, line.ReturnId, line.SerialNumber, "authorized", line.Outlook.Reason, line.Outlook.Clauses, line.Outlook.LastDay, line.Outlook.WouldChange, [], closed);

    // What speaks against the request as a whole speaks against each of its lines.
    private static LineView Of(DeclinedLine line, string? code) => new(
        null, null, line.Item, line.Outlook.Outcome == Outcome.Refer ? "referred" : "denied", line.Outlook.Reason, line.Outlook.Clauses,
        line.Outlook.LastDay, line.Outlook.WouldChange, line.Outlook.MissingFacts, Code: line.Code ?? code);
}
