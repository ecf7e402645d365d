using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>
/// Notes on an expired or cancelled number that a new one was asked for what had not come on it. The old number is never revived; every window is
/// looked at anew (clause P4, A-04).
/// </summary>
public sealed record ReissueRma(Guid ByRmaId, string? ByRmaNumber, DateTimeOffset Now)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, ReissueRma command) => rma switch
    {
        { ReissuedBy.ByRmaId: var known } when known == command.ByRmaId => [],
        { ReissuedBy: { } reissued } => throw AlreadyReissued(reissued),
        _ when Outstanding(rma).Count == 0 => throw NothingToReissue(),
        _ => [new RmaReissued(command.ByRmaId, command.ByRmaNumber, command.Now)],
    };

    /// <summary>The items whose return ended by expiry or cancellation: what a new number can be asked for.</summary>
    public static ValueList<string> Outstanding(ReturnAuthorization rma) => rma switch
    {
        ReturnAuthorization.Cancelled { Authorization: var issued } => [.. issued.Lines.Select(line => line.SerialNumber)],
        ReturnAuthorization.Issued { Authorization: var issued } open => [.. issued.Lines
            .Where(line => open.Closed.LastOrDefault(closed => closed.ReturnId == line.ReturnId)?.Outcome == "expired").Select(line => line.SerialNumber)],
        _ => [],
    };

    internal static RefusedException AlreadyReissued(RmaReissued reissued) =>
        new("rma.already-reissued", $"{reissued.ByRmaNumber} was issued instead of this number.") { Clauses = ["P4"] };

    internal static RefusedException NothingToReissue() => new("rma.nothing-to-reissue", "Nothing on this number has expired or was cancelled.")
    {
        Clauses = ["P4"], WouldChange = "A number is issued anew once the old one has expired or was cancelled.",
    };
}

internal static class ReissueRmaEndpoint
{
    public static void MapReissueRma(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/rmas/{reference}/reissue", async (
            string reference, ClaimsPrincipal user, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas, IssueDesk desk, TimeProvider clock, CancellationToken ct) =>
        {
            if (await register.Find(reference, user, ct) is not { } found) return Problems.NotFound("rma");
            var old = await rmas.Get(found.RmaId, ct);
            var items = ReissueRma.Outstanding(old);
            if (items.Count == 0) throw ReissueRma.NothingToReissue();
            if (old.ReissuedBy is { } before) throw ReissueRma.AlreadyReissued(before);
            var request = old.Request! with { RmaId = Guid.CreateVersion7(), Items = items, RequestedBy = user.ClientId(), Reissues = found.RmaNumber };
            var answer = await desk.Answer(request, ct);
            if (answer is ReturnAuthorization.Issued { Authorization: var issued })
                await rmas.Append(found.RmaId, rma => ReissueRma.Decide(rma, new(issued.Request.RmaId, issued.RmaNumber, clock.GetUtcNow())), ct);
            return RequestRmaEndpoint.Answer(answer);
        }).Allow(Roles.Partner, Roles.ReturnsDesk);
}
