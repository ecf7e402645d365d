using Microsoft.AspNetCore.Http.HttpResults;
using Rma.EventSourcing;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Work;

/// <param name="To">Subject of the token of whoever shall be at it.</param>
public sealed record AssignWorkRequest(string To);

/// <param name="Until">The last day of the hold, policy-local.</param>
/// <param name="Reason">Ten to 2,000 characters.</param>
public sealed record HoldWorkRequest(DateOnly Until, string Reason);

/// <param name="Text">At most 2,000 characters; no personal data.</param>
public sealed record NoteWorkRequest(string Text);

/// <summary>Finds what is worked on.</summary>
internal sealed class WorkSubjects(ReturnRows returns, RmaRegister register)
{
    /// <summary>A returned line by its id, or a request by its own; null when there is none.</summary>
    public async Task<WorkSubject?> Find(Guid id, Caller caller, CancellationToken cancellationToken) =>
        await returns.Find(id, cancellationToken) is { } line ? new(line.RmaId, id)
        : await register.Find(id.ToString("D"), caller, cancellationToken) is { } request ? new(request.RmaId, null) : null;
}

/// <summary>What employees say of their work on a return or a request; the console shows it.</summary>
internal static class WorkRoutes
{
    private const int LongestNote = 2_000;
    private static readonly string[] Workers = [Roles.ReturnsDesk, Roles.Inspector, Roles.Technician, Roles.CreditAnalyst];

    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        MapAssignment(routes);
        MapHold(routes);
        routes.MapPost("/worklist/{id:guid}/notes", async (
            Guid id, NoteWorkRequest request, WorkSubjects subjects, [AsParameters] Change<WorkState, WorkEvent> change) =>
        {
            var text = request.Text.Trim();
            if (text.Length is 0 or > LongestNote)
                throw new InvalidInputException("work.note-out-of-range", $"A note has 1 to {LongestNote} characters.");
            return await On(id, subjects, change, subject =>
                change.Append(id, new NoteWork(subject, text, change.By, change.Now), NoteWork.Decide));
        }).Allow(Workers)
            .WithName("noteWork").WithSummary("Writes down what colleagues should know of a return or a request.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "work.note-out-of-range")
            .Refuses(404, "work.not-found");
    }

    private static void MapAssignment(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/worklist/{id:guid}/claim", async (
            Guid id, WorkSubjects subjects, [AsParameters] Change<WorkState, WorkEvent> change) => await On(id, subjects, change, subject =>
            change.Append(id, new ClaimWork(subject, change.By, change.Now), ClaimWork.Decide))).Allow(Workers)
            .WithName("claimWork").WithSummary("Takes a return or a request over.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(404, "work.not-found")
            .Refuses(409, "work.with-somebody-else");

        routes.MapPost("/worklist/{id:guid}/assignment", async (
            Guid id, AssignWorkRequest request, WorkSubjects subjects, [AsParameters] Change<WorkState, WorkEvent> change) =>
        {
            var to = request.To.Trim();
            if (to.Length is 0 or > 200)
                throw new InvalidInputException("work.nobody-named", "Name the person, in at most 200 characters.");
            return await On(id, subjects, change, subject =>
                change.Append(id, new AssignWork(subject, to, change.By, change.Now), AssignWork.Decide));
        }).Allow(Roles.ReturnsDesk)
            .WithName("assignWork").WithSummary("Gives a return or a request to somebody.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "work.nobody-named")
            .Refuses(404, "work.not-found");

        routes.MapPost("/worklist/{id:guid}/release", async (
            Guid id, WorkSubjects subjects, [AsParameters] Change<WorkState, WorkEvent> change) => await On(id, subjects, change, subject =>
            change.Append(
                id, new ReleaseWork(subject, change.By, change.Caller.Is(Roles.ReturnsDesk), change.Now), ReleaseWork.Decide)))
            .Allow(Workers)
            .WithName("releaseWork").WithSummary("Gives a return or a request back.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(404, "work.not-found")
            .Refuses(409, "work.with-somebody-else");
    }

    private static void MapHold(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/worklist/{id:guid}/hold", async (
            Guid id, HoldWorkRequest request, WorkSubjects subjects, [AsParameters] Change<WorkState, WorkEvent> change) =>
        {
            var reason = request.Reason.Trim();
            if (reason.Length is < 10 or > LongestNote)
                throw new InvalidInputException("work.reason-missing", $"Say why, in ten to {LongestNote} characters.");
            var today = change.Policy.Calendar.LocalDate(change.Now);
            return await On(id, subjects, change, subject => change.Append(
                id, new HoldWork(subject, request.Until, reason, today, change.By, change.Now), HoldWork.Decide));
        }).Allow(Workers)
            .WithName("holdWork").WithSummary("Puts a return or a request on hold until a day.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "work.reason-missing")
            .Refuses(404, "work.not-found")
            .Refuses(409, "work.hold-out-of-range");

        routes.MapPost("/worklist/{id:guid}/hold-end", async (
            Guid id, WorkSubjects subjects, [AsParameters] Change<WorkState, WorkEvent> change) => await On(id, subjects, change, subject =>
            change.Append(id, new EndHold(subject, change.By, change.Now), EndHold.Decide))).Allow(Workers)
            .WithName("endHold").WithSummary("Ends the hold of a return or a request.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(404, "work.not-found");
    }

    private static async Task<IResult> On(
        Guid id, WorkSubjects subjects, Change<WorkState, WorkEvent> change,
        Func<WorkSubject, Task<NoContent>> deed) =>
        await subjects.Find(id, change.Caller, change.CancellationToken) is { } subject ? await deed(subject) : Problems.NotFound("work");
}
