using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Exchanges;

/// <summary>
/// Answers whether a distributor may exchange a unit, before the exchange; the answer is stored as a fact (clauses T4, T6, A-32).
/// </summary>
public sealed record ValidateSerial(
    Guid ValidationId, string AccountId, OtcValidationFacts Facts, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, ValidateSerial command)
    {
        if (unit.Decisions.Any(known => known.DecisionId == command.ValidationId)) return [];
        var answer = OtcPolicy.Validate(command.Policy, command.Facts);
        return [new UnitDecided(
            command.ValidationId, null, null, null, command.AccountId, command.Facts.ValidatedAt, command.Facts, null, answer.Decision,
            answer.Code, command.Now)];
    }
}

/// <param name="SerialNumber">The defective unit.</param>
/// <param name="Defect">The defect in words.</param>
/// <param name="AccountId">The account; only the returns desk sets it.</param>
public sealed record ValidateSerialRequest(string SerialNumber, string Defect, string? AccountId = null);

/// <param name="Eligible">Whether it may be exchanged today.</param>
/// <param name="LastDay">Last valid day for the exchange, policy-local.</param>
public sealed record ValidationView(
    Guid ValidationId, string SerialNumber, bool Eligible, string? Code, string Reason, IReadOnlyList<string> Clauses, DateOnly? LastDay,
    string? WouldChange, IReadOnlyList<string> MissingFacts, DateTimeOffset ValidatedAt);

internal static class ValidateSerialEndpoint
{
    public static void MapValidateSerial(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/otc-validations", async (
            ValidateSerialRequest request, Caller caller, FactFinder facts, Streams<Unit, UnitEvent> units, PolicyBook policies,
            TimeProvider clock, CancellationToken ct) =>
        {
            var account = AskingAccount.Of(caller, request.AccountId);
            var (serial, now) = (AskingAccount.Item(request.SerialNumber), clock.GetUtcNow());
            if (string.IsNullOrWhiteSpace(request.Defect))
                throw new InvalidInputException("validation.defect-missing", "Say what is wrong with the unit.");
            var policy = policies.InForceAt(now);
            var today = policy.Calendar.LocalDate(now);
            var item = await facts.Item(serial, account, defectReported: true, policy, today, null, ct);
            var command = new ValidateSerial(
                Guid.CreateVersion7(), account, new(now, await facts.Account(account, today, null, ct), item.Line), policy, now);
            var decided = (await units.Append(serial, unit => ValidateSerial.Decide(unit, command), ct)).Decisions[^1];
            return TypedResults.Ok(new ValidationView(
                decided.DecisionId, serial, decided.Decision.Outcome == Outcome.Yes, decided.Code, decided.Decision.Reason,
                decided.Decision.Clauses, decided.Decision.LastDay, decided.Decision.WouldChange, decided.Decision.MissingFacts, now));
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("validateSerial").WithSummary("Validates a serial number before an exchange over the counter.")
            .Refuses(400, "rma.account-missing", "rma.item-malformed", "rma.other-account", "validation.defect-missing");
}
