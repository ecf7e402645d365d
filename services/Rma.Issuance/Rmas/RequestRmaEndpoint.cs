using Rma.Policy;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.People;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <param name="Remedy"><c>warranty-repair</c>, <c>paid-repair</c>, <c>otc-exchange</c>, <c>advance-replacement</c>, <c>credit-return</c>
/// or <c>stock-rotation</c>.</param>
/// <param name="Items">Serial numbers or license codes, 1 to 200, each once.</param>
/// <param name="AccountId">The account; only the returns desk sets it, partners act for their own account.</param>
/// <param name="Defect">The defect of the items in words; every remedy but a credit requires a defect, in words or by a reason
/// code.</param>
/// <param name="Lines">Items with the defect of each, in addition to or instead of <paramref name="Items"/>.</param>
/// <param name="Reference">The requester's own number.</param>
/// <param name="OriginalOrder">The order the items were bought with.</param>
/// <param name="OriginalInvoice">The invoice of the items.</param>
/// <param name="Contact">The contact person.</param>
/// <param name="ShipFrom">Where the items are sent from.</param>
public sealed record RequestRmaRequest(
    [OneOf(typeof(Remedies))] string Remedy, string[]? Items = null, string? AccountId = null, string? Defect = null,
    RequestedLine[]? Lines = null, string? Reference = null, string? OriginalOrder = null, string? OriginalInvoice = null,
    Contact? Contact = null, ShipFrom? ShipFrom = null);

/// <summary>One line of an answer.</summary>
/// <param name="Line">Null for an item that was not authorized.</param>
/// <param name="LastDay">Last valid day for the parcel at the dock, policy-local.</param>
/// <param name="Code">The denial or referral code, as used by <c>/overrides</c>; null when authorized.</param>
/// <param name="ReasonCode">The reason for the return, as given by the requester.</param>
/// <param name="Defect">The requester's description of the item's defect, or that of the whole request.</param>
public sealed record LineView(
    int? Line, Guid? ReturnId, string Item, [OneOf(typeof(LineOutcomes))] string Outcome, string Reason, IReadOnlyList<string> Clauses,
    DateOnly? LastDay, string? WouldChange, IReadOnlyList<string> MissingFacts, string? Closed = null, string? ReasonCode = null,
    string? Defect = null, string? Code = null);

/// <summary>An RMA or request with its decision.</summary>
/// <param name="PersonErased">Whether contact and address were erased: on the person's request, or after the time they are kept.</param>
/// <param name="RefusalCode">Why the request was denied or referred as a whole; null when a number was issued.</param>
public sealed record RmaView(
    Guid RmaId, string? RmaNumber, string AccountId, string Remedy, [OneOf(typeof(RmaStates))] string State, string Reason,
    IReadOnlyList<string> Clauses, string PolicyVersion, DateOnly? ValidThrough, IReadOnlyList<LineView> Lines, string? Reissues = null,
    string? ReissuedBy = null, string? Reference = null, string? OriginalOrder = null, string? OriginalInvoice = null,
    Contact? Contact = null, ShipFrom? ShipFrom = null, string? RefusalCode = null, string? WouldChange = null,
    IReadOnlyList<string>? MissingFacts = null, bool PersonErased = false);

/// <summary>What a denial has besides the members of every problem.</summary>
/// <param name="RmaId">The denied request, for a dispute about it.</param>
public sealed record DeniedRequest(Guid RmaId, string PolicyVersion, IReadOnlyList<LineView> Lines);

internal static class RequestRmaEndpoint
{
    public static void MapRequestRma(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/rmas", async (
            RequestRmaRequest request, Caller caller, IssueDesk desk, PersonalDetails people, CancellationToken ct) =>
            await Answer(await desk.Answer(await people.Seal(Read(request, caller), ct), ct), people, ct))
            .Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("requestRma").WithSummary("Asks for an RMA number; the policy decides at once.")
            .Produces<RmaView>(StatusCodes.Status201Created)
            .Produces<RmaView>(StatusCodes.Status202Accepted)
            .Refuses(400, RequestRefusals.Malformed)
            .RefusesWith(409, typeof(DeniedRequest), [.. RequestRefusals.Denials, "line.remedy-open", "rma.quantity-not-bought"]);

        // A ticket allows receipt and repair, never a credit, and does not expire; only the desk may issue it.
        routes.MapPost("/tickets", async (
            RequestRmaRequest request, Caller caller, IssueDesk desk, PersonalDetails people, CancellationToken ct) =>
            await Answer(await desk.Answer(await people.Seal(Read(request, caller, byTicket: true), ct), ct), people, ct))
            .Allow(Roles.ReturnsDesk)
            .WithName("requestTicket").WithSummary("Asks for a ticket number: receipt and repair without a credit.")
            .Produces<RmaView>(StatusCodes.Status201Created)
            .Produces<RmaView>(StatusCodes.Status202Accepted)
            .Refuses(400, RequestRefusals.Malformed)
            .RefusesWith(409, typeof(DeniedRequest), [.. RequestRefusals.Denials, "line.remedy-open", "rma.quantity-not-bought"]);

        // A referred request is decided again on the facts known now.
        routes.MapPost("/rmas/{reference}/reconsideration", async (
            string reference, Caller caller, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas, IssueDesk desk,
            PersonalDetails people, CancellationToken ct) =>
        {
            if (await register.Find(reference, caller, ct) is not { } found) return Problems.NotFound("rma");
            return await rmas.Get(found.RmaId, ct) switch
            {
                ReturnAuthorization.Referred { Referral: var referral } =>
                    await Answer(await desk.Answer(referral.Request, ct), people, ct),
                _ => throw new RefusedException("rma.not-referred", "This request was already answered; make a new one."),
            };
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("reconsiderRma").WithSummary("Decides a referred request again on the facts known now.")
            .Produces<RmaView>(StatusCodes.Status201Created)
            .Produces<RmaView>(StatusCodes.Status202Accepted)
            .Refuses(404, "rma.not-found")
            .RefusesWith(409, typeof(DeniedRequest), [.. RequestRefusals.Denials, "line.remedy-open", "rma.not-referred",
                "rma.quantity-not-bought"]);

        routes.MapGet("/rmas/{reference}", async (
            string reference, Caller caller, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas,
            PersonalDetails people, CancellationToken ct) =>
            await register.Find(reference, caller, ct) is { } found && RmaViews.Of(await rmas.Get(found.RmaId, ct)) is { } view
                ? Results.Ok(await people.ShowAndKeep(view, caller, ct)) : Problems.NotFound("rma"))
                    .Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("showRma").WithSummary("Shows an RMA or a request with its decision.")
            .Produces<RmaView>()
            .Refuses(404, "rma.not-found");

        routes.MapGet("/rmas", async (
            [OneOf(typeof(RmaStates))] string? state, string? serialNumber, string? account, [OneOf(typeof(Remedies))] string? remedy,
            Caller caller, [AsParameters] ListPage page) =>
            await RmaRegister.List(page, Filters.OneOf(state, "state", RmaStates.All), serialNumber, account,
                Filters.OneOf(remedy, "remedy", Remedies.All), caller))
                    .Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("listRmas").WithSummary("Lists RMAs and requests, newest first.")
            .Pages<RmaRow>()
            .Refuses(400, "request.unknown-value");
    }

    internal static RmaRequest Read(RequestRmaRequest request, Caller caller, bool byTicket = false)
    {
        var account = AskingAccount.Of(caller, request.AccountId);
        if (request.Remedy.Length is 0 or > 64) throw new InvalidInputException("rma.remedy-missing", "Name the remedy.");
        if (request.Items is null && request.Lines is null) throw new System.Text.Json.JsonException("Name items or lines.");
        if (request.Items is { Length: > 200 } || request.Lines is { Length: > 200 }) throw ItemsOutOfRange();
        var items = Once((request.Items ?? []).Select(AskingAccount.Item));
        var lines = RequestDetails.Checked(request.Lines ?? []);
        string[] all = [.. items.Union(Once((lines ?? []).Select(line => line.Item).OfType<string>()), StringComparer.Ordinal)];
        if (all.Length + (lines ?? []).Sum(line => line.Quantity ?? 0) is 0 or > 200) throw ItemsOutOfRange();
        var details = new RequestDetails(
            request.Reference, request.OriginalOrder, request.OriginalInvoice, request.Contact, request.ShipFrom).Checked();
        return new RmaRequest(
            Guid.CreateVersion7(), account, request.Remedy, [.. all], caller.Id, RequestDetails.Defect(request.Defect), byTicket,
            Lines: lines, Details: details);
    }

    private static string[] Once(IEnumerable<string> items) =>
        items.ToArray() is var given && given.Distinct(StringComparer.Ordinal).Count() == given.Length
        ? given
        : throw new InvalidInputException("rma.item-repeated", "Name each item once.");

    private static InvalidInputException ItemsOutOfRange() =>
        new("rma.items-out-of-range", "Name 1 to 200 serial numbers or license codes.");

    internal static async Task<IResult> Answer(ReturnAuthorization rma, PersonalDetails people, CancellationToken cancellationToken)
    {
        var view = await people.Open(RmaViews.Of(rma)!, cancellationToken);
        if (rma is ReturnAuthorization.Issued) return Results.Created($"/rmas/{view.RmaNumber}", view);
        if (rma is not ReturnAuthorization.Denied { Denial: var denial }) return Results.Accepted($"/rmas/{view.RmaId}", view);

        // A denial is a decision: it is stored, published, and returned as a problem.
        var problem = Problems.Problem(409, denial.Code, denial.Decision.Reason, denial.Decision.Clauses, denial.Decision.WouldChange);
        problem.Extensions["rmaId"] = view.RmaId;
        problem.Extensions["policyVersion"] = view.PolicyVersion;
        problem.Extensions["lines"] = view.Lines;
        return Results.Problem(problem);
    }
}
