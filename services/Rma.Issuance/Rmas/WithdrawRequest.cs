using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>Withdraws a referred request, for example one with a wrong serial number.</summary>
public sealed record WithdrawRequest(string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, WithdrawRequest command) => rma switch
    {
        ReturnAuthorization.Referred => [new RequestWithdrawn(command.Reason, command.By, command.Now)],
        ReturnAuthorization.GivenUp { Withdrawal: not null } => [],
        _ => throw new RefusedException(
            "rma.not-referred", "This request waits for nothing; a number that was issued is cancelled instead."),
    };
}

/// <summary>Ends a referred request <paramref name="Days"/> days after its last referral.</summary>
public sealed record LapseRequest(int Days, PolicyCalendar Calendar, DateTimeOffset Now)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, LapseRequest command) => rma switch
    {
        ReturnAuthorization.Referred { Referral: var referral } when IsOver(referral, command) => [new RequestLapsed(command.Now)],
        _ => [],
    };

    private static bool IsOver(RmaReferred referral, LapseRequest command) =>
        command.Calendar.LocalDate(command.Now) > PolicyCalendar.LastDay(command.Calendar.LocalDate(referral.ReferredAt), command.Days);
}

/// <summary>How long a referred request waits: <c>Referrals:LapseAfterDays</c>, default 30; the last day is included.</summary>
internal sealed record ReferralLapse(int Days)
{
    public static ReferralLapse From(IConfiguration configuration) =>
        configuration.GetValue("Referrals:LapseAfterDays", 30) is >= 1 and <= 365 and var days
        ? new(days)
        : throw new InvalidOperationException("Referrals:LapseAfterDays is 1 to 365.");
}

/// <summary>The end of a referred request.</summary>
internal static class ReferralDeadline
{
    public static IEnumerable<Deadline> Of(Step<ReturnAuthorization, RmaEvent> step, PolicyBook policies, ReferralLapse lapse)
    {
        if (step.Event is not RmaReferred referred) return [];
        var calendar = policies.InForceAt(referred.ReferredAt).Calendar;
        var at = calendar.EndOfDay(PolicyCalendar.LastDay(calendar.LocalDate(referred.ReferredAt), lapse.Days));
        return [new Deadline($"referral-due/{step.Version}", at, new ReferralDue(referred.Request.RmaId, at))];
    }
}

internal sealed class ReferralDueConsumer(
    Streams<ReturnAuthorization, RmaEvent> rmas, PolicyBook policies, ReferralLapse lapse, TimeProvider clock) : IConsumer<ReferralDue>
{
    public Task Consume(ConsumeContext<ReferralDue> context)
    {
        var now = clock.GetUtcNow();
        var command = new LapseRequest(lapse.Days, policies.InForceAt(now).Calendar, now);
        return rmas.Append(context.Message.RmaId, rma => LapseRequest.Decide(rma, command), context.CancellationToken);
    }
}

/// <param name="Reason">The reason, for later questions.</param>
public sealed record WithdrawRequestRequest(string Reason);

internal static class WithdrawRequestEndpoint
{
    public static void MapWithdrawRequest(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/rmas/{reference}/withdrawal", async Task<IResult> (
            string reference, WithdrawRequestRequest request, RmaRegister register,
            [AsParameters] Change<ReturnAuthorization, RmaEvent> change) =>
        {
            if (string.IsNullOrWhiteSpace(request.Reason)) throw new InvalidInputException("withdrawal.reason-missing", "Say why.");
            if (await register.Find(reference, change.Caller, change.CancellationToken) is not { } found)
                return Problems.NotFound("rma");
            var command = new WithdrawRequest(request.Reason.Trim(), change.By, change.Now);
            return await change.Append(found.RmaId, command, WithdrawRequest.Decide);
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("withdrawRequest").WithSummary("Withdraws a referred request.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "withdrawal.reason-missing")
            .Refuses(404, "rma.not-found")
            .Refuses(409, "rma.not-referred");
}
