using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.People;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>
/// Notes on an expired or cancelled number that a new one was requested for the items that had not arrived. The old number is never
/// reactivated; all windows are checked again (clause P4, A-04). A number has expired when its last valid day is over, even while a late
/// scan may still be under way.
/// </summary>
/// <param name="Today">Policy-local; null when only ended returns count.</param>
public sealed record ReissueRma(Guid ByRmaId, string? ByRmaNumber, DateTimeOffset Now, DateOnly? Today = null)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, ReissueRma command) => rma switch
    {
        { ReissuedBy.ByRmaId: var known } when known == command.ByRmaId => [],
        { ReissuedBy: { } reissued } => throw AlreadyReissued(reissued),
        _ when Outstanding(rma, command.Today).Count == 0 => throw NothingToReissue(),
        _ => [new RmaReissued(command.ByRmaId, command.ByRmaNumber, command.Now)],
    };

    /// <summary>
    /// The items for which a new number can be requested: their return ended by expiry or cancellation, or the last valid day is over.
    /// </summary>
    public static ValueList<string> Outstanding(ReturnAuthorization rma, DateOnly? today = null) => rma switch
    {
        ReturnAuthorization.Cancelled { Authorization: var issued } => [.. issued.Lines.Select(line => line.SerialNumber)],
        ReturnAuthorization.Issued { Authorization: var issued } open => [.. issued.Lines
            .Where(line => open.Closed.LastOrDefault(closed => closed.ReturnId == line.ReturnId)?.Outcome == Outcomes.Expired
                || HasExpired(open, line, today))
            .Select(line => line.SerialNumber)],
        _ => [],
    };

    /// <summary>
    /// The lines whose last valid day is over and whose return has not ended yet: a late scan may still be under way.
    /// </summary>
    public static IReadOnlyList<AuthorizedLine> InGrace(ReturnAuthorization rma, DateOnly today) =>
        rma is ReturnAuthorization.Issued { Authorization: var issued } open
            ? [.. issued.Lines.Where(line => HasExpired(open, line, today))] : [];

    private static bool HasExpired(ReturnAuthorization.Issued rma, AuthorizedLine line, DateOnly? today) =>
        today > rma.Authorization.ValidThrough && !line.IsLicense && !rma.Arrived.Contains(line.ReturnId)
        && rma.Closed.All(closed => closed.ReturnId != line.ReturnId);

    internal static RefusedException AlreadyReissued(RmaReissued reissued) =>
        new("rma.already-reissued", $"{reissued.ByRmaNumber} was issued instead of this number.") { Clauses = [Clauses.P4] };

    internal static RefusedException NothingToReissue() =>
        new("rma.nothing-to-reissue", "Nothing on this number has expired or was cancelled.")
    {
        Clauses = [Clauses.P4], WouldChange = "A number is issued anew once the old one has expired or was cancelled.",
    };
}

internal static class ReissueRmaEndpoint
{
    public static void MapReissueRma(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/rmas/{reference}/reissue", async (
            string reference, Caller caller, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas,
            Streams<Unit, UnitEvent> units, IssueDesk desk, PersonalDetails people, PolicyBook policies, TimeProvider clock,
            CancellationToken ct) =>
        {
            if (await register.Find(reference, caller, ct) is not { } found) return Problems.NotFound("rma");
            var (old, now) = (await rmas.Get(found.RmaId, ct), clock.GetUtcNow());
            var today = policies.InForceAt(now).Calendar.LocalDate(now);
            var items = ReissueRma.Outstanding(old, today);
            if (items.Count == 0) throw ReissueRma.NothingToReissue();
            if (old.ReissuedBy is { } before) throw ReissueRma.AlreadyReissued(before);
            // Expiry is a date: the unit is free from then on, whether or not the expiry message has been consumed.
            await units.Free(ReissueRma.InGrace(old, today), Outcomes.Expired, now, ct);
            var request = old.Request! with { RmaId = Guid.CreateVersion7(), Items = items, RequestedBy = caller.Id,
                Reissues = found.RmaNumber };
            await people.NoteReissue(request, ct);
            var answer = await desk.Answer(request, ct);
            if (answer is ReturnAuthorization.Issued { Authorization: var issued })
                await rmas.Append(found.RmaId, rma => ReissueRma.Decide(rma, new(issued.Request.RmaId, issued.RmaNumber, now, today)), ct);
            return await RequestRmaEndpoint.Answer(answer, people, ct);
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("reissueRma").WithSummary("Asks for a new number instead of an expired one.")
            .Produces<RmaView>(StatusCodes.Status201Created)
            .Produces<RmaView>(StatusCodes.Status202Accepted)
            .Refuses(404, "rma.not-found")
            .RefusesWith(409, typeof(DeniedRequest), [.. RequestRefusals.Denials, "line.remedy-open", "rma.already-reissued",
                "rma.nothing-to-reissue", "rma.quantity-not-bought"]);
}
