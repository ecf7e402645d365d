using Dapper;
using Npgsql;
using Rma.EventSourcing;
using Rma.Issuance.Returns;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Units;

/// <summary>The complete history of a serial number, from the events of all services.</summary>
/// <param name="WarrantyEndsOn">Last covered day as currently known; null while ship date or term are unknown.</param>
/// <param name="Covered">Whether it is covered today, and by which warranty.</param>
/// <param name="PricePaid">Of the latest sale, without tax; null when no invoice is known.</param>
/// <param name="RemainingLiability">The maximum that may still be paid for it: price paid less all credits; charges do not count
/// (W13).</param>
/// <param name="Replaces">The unit it replaced; <paramref name="ReplacedBy"/> the unit that replaced it.</param>
public sealed record BiographyView(
    string SerialNumber, string? Sku, string? SoldTo, DateOnly? ShippedOn, DateOnly? InvoiceDate, DateOnly? WarrantyEndsOn, string? Covered,
    Money? PricePaid, decimal Credited, decimal Charged, Money? RemainingLiability, string? Replaces, string? ReplacedBy,
    string? OpenRmaNumber, IReadOnlyList<ReturnInLife> Returns, IReadOnlyList<DecisionInLife> Decisions, IReadOnlyList<string> Overrides,
    IReadOnlyList<StoryLine> Events);

/// <summary>A return of a unit.</summary>
public sealed record ReturnInLife(
    Guid ReturnId, string RmaNumber, string Remedy, string State, string? Outcome, DateTimeOffset IssuedAt, DateTimeOffset? ArrivedAt,
    Guid? ParcelId, Guid? CreditId, Guid? ChargeId, string? ReplacementSerialNumber);

/// <summary>A decision about a unit.</summary>
/// <param name="Supersedes">The decision it corrects.</param>
/// <param name="Standing">Whether it was not superseded.</param>
public sealed record DecisionInLife(
    Guid DecisionId, Guid? Supersedes, string? Because, string Question, string Remedy, string AccountId, DateTimeOffset AskedAt,
    DateTimeOffset DecidedAt, string Outcome, string? Code, string Reason, IReadOnlyList<string> Clauses, string PolicyVersion,
    bool Standing);

/// <summary>The policy's answer for a day on the facts known at an instant.</summary>
/// <param name="KnownAt">Only what had been recorded by then.</param>
/// <param name="AsOf">The policy-local day of the decision.</param>
public sealed record EligibilityView(
    string SerialNumber, string AccountId, DateOnly AsOf, DateTimeOffset KnownAt, string PolicyVersion,
    IReadOnlyList<Rmas.RemedyOutlook> Remedies);

internal static class BiographyEndpoint
{
    public static void MapBiography(this IEndpointRouteBuilder routes)
    {
        // By serial number or license code, RMA number, parcel or credit; each leads to serial numbers.
        routes.MapGet("/biographies", async (
            string? serialNumber, string? rmaNumber, Guid? parcelId, Guid? creditId, Biographies biographies, CancellationToken ct) =>
        {
            string[] serials = serialNumber is not null ? [serialNumber.Trim()]
                : await biographies.SerialsOf(rmaNumber, parcelId, creditId, ct);
            var lives = new List<BiographyView>();
            foreach (var serial in serials)
            {
                if (await biographies.Of(serial, ct) is { } life) lives.Add(life);
            }

            return lives.Count == 0 ? Problems.NotFound("biography") : Results.Ok(lives);
        }).Allow(Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator, Roles.CreditAnalyst)
            .WithName("showBiographies").WithSummary("Shows the lives of units: sales, returns, decisions.")
            .Produces<IReadOnlyList<BiographyView>>()
            .Refuses(400, "biography.reference-missing")
            .Refuses(404, "biography.not-found");

        routes.MapGet("/units/{serialNumber}/eligibility", async (
            string serialNumber, DateOnly asOf, DateTimeOffset? knownAt, string accountId, FactFinder facts, PolicyBook policies,
            TimeProvider clock, CancellationToken ct) =>
        {
            var policy = policies.InForceOn(asOf);
            var known = knownAt ?? clock.GetUtcNow();
            var item = await facts.Item(serialNumber, accountId, defectReported: true, policy, asOf, known, ct);
            // The unit's own later returns are not facts of that day.
            var view = Rmas.WhatIf.Answer(
                policy, policy.Calendar.EndOfDay(asOf).AddHours(-12), asOf, await facts.Account(accountId, asOf, known, ct),
                item.Line with { ExchangedAt = null, OpenRmaNumber = null }, false, serialNumber);
            return Results.Ok(new EligibilityView(serialNumber, accountId, asOf, known, policy.Id, view.Remedies));
        }).Allow(Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("showEligibility").WithSummary("Shows what could be done with a unit on a day, on the facts known at an instant.")
            .Produces<EligibilityView>();
    }
}

/// <summary>Builds biographies. Read-only.</summary>
internal sealed class Biographies(
    Streams<Unit, UnitEvent> units, FactFinder facts, NpgsqlDataSource database, PolicyBook policies, TimeProvider clock)
{
    /// <summary>The serial numbers of an RMA number, a parcel or a credit.</summary>
    public async Task<string[]> SerialsOf(string? rmaNumber, Guid? parcelId, Guid? creditId, CancellationToken cancellationToken)
    {
        if (rmaNumber is null && parcelId is null && creditId is null)
            throw new InvalidInputException("biography.reference-missing", "Name a serial number, an RMA number, a parcel or a credit.");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var number = RmaNumber.AsPrinted(rmaNumber);
        return [.. await connection.QueryAsync<string>(
            $"""
            select distinct data->>'SerialNumber' from sagas where saga = 'ReturnState'
              {(number is null ? "" : "and data->>'RmaNumber' = @number")} {(parcelId is null ? "" : "and data->>'ParcelId' = @parcel")}
              {(creditId is null ? "" : "and data->>'CreditId' = @credit")} limit 200
            """, new { number, parcel = parcelId?.ToString("D"), credit = creditId?.ToString("D") })];
    }

    /// <summary>One biography; null for an unknown serial number.</summary>
    public async Task<BiographyView?> Of(string serial, CancellationToken cancellationToken)
    {
        var history = await units.History(serial, cancellationToken);
        if (history.Count == 0) return null;
        var unit = history.Select(stored => (UnitEvent)stored.Body).Fold<Unit, UnitEvent>();
        var (purchase, now) = (unit.LatestPurchase, clock.GetUtcNow());
        var policy = policies.InForceAt(now);
        var line =
            (await facts.Item(serial, purchase?.AccountId ?? unit.LatestShipment?.AccountId
            ?? "", true, policy, policy.Calendar.LocalDate(now), null, cancellationToken)).Line;
        var coverage = WarrantyPeriod.On(line, policy.Calendar.LocalDate(now));
        var credited = unit.Credits.Where(credit => credit.InvoiceId == purchase?.InvoiceId).Sum(credit => credit.Amount);
        return new(
            serial, line.Sku, purchase?.AccountId
                ?? unit.LatestShipment?.AccountId, line.ShippedOn, purchase?.InvoiceDate, coverage?.EndsOn,
            coverage is { WithinPeriod: true } ? coverage.Basis : null, purchase is null ? null
                : new Money(purchase.NetPrice, purchase.Currency), credited,
            unit.Charges.Sum(charge => charge.Amount), purchase is null ? null
                : new Money(Math.Max(0m, purchase.NetPrice - credited), purchase.Currency),
            unit.Replaces?.OriginalSerialNumber, unit.ReplacedBy?.ReplacementSerialNumber, unit.OpenRemedy?.RmaNumber,
            await ReturnsOf(serial, cancellationToken),
            [.. unit.Decisions.Select(decided => new DecisionInLife(
                decided.DecisionId, decided.Supersedes, decided.Because, decided.Question, decided.Remedy, decided.AccountId,
                decided.AskedAt, decided.DecidedAt, decided.Decision.Outcome.ToString(), decided.Code, decided.Decision.Reason,
                decided.Decision.Clauses, decided.Decision.PolicyVersionId, unit.StandingDecisions.Contains(decided)))],
            [.. unit.Overrides.Select(given => $"{given.Override.Id:D} lifts {given.Override.Code} ({given.Override.Clause}) through " +
                $"{given.Override.ExpiresOn.Iso()}: {given.Reason}")],
            [.. history.Select(stored => StoryLine.Of($"unit {serial}", stored))]);
    }

    private async Task<IReadOnlyList<ReturnInLife>> ReturnsOf(string serial, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var sagas = await connection.QueryAsync<string>(
            "select data from sagas where saga = 'ReturnState' and data->>'SerialNumber' = @serial", new { serial });
        return [.. sagas.Select(data => System.Text.Json.JsonSerializer.Deserialize<ReturnState>(data)!).OrderBy(saga => saga.IssuedAt)
            .Select(saga => new ReturnInLife(
            saga.CorrelationId, saga.RmaNumber, saga.Remedy, saga.CurrentState, saga.Outcome, saga.IssuedAt, saga.ArrivedAt, saga.ParcelId,
            saga.CreditId, saga.ChargeId, saga.ReplacementSerial))];
    }
}
