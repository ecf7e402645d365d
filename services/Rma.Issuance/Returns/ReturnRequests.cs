using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>The requests of a return to bench and credit: what is known of the return and its unit, in one message.</summary>
internal static class ReturnRequests
{
    /// <summary>
    /// One job for each purpose: the same work is never requested twice. The two oldest purposes have the job's original id, so that a
    /// return that was under way keeps its job.
    /// </summary>
    public static OpenRepairJob RepairJob(ReturnState line, string purpose, Unit unit, DateTimeOffset now)
    {
        var job = purpose is Purposes.ReleaseToStock or Purposes.ReturnUnrepaired ? $"repair-job/{line.CorrelationId}"
            : $"repair-job/{line.CorrelationId}/{purpose}";
        return new(
            NameBasedId.Of(job), line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku,
            purpose, line.HasDrive, now, line.Remedy, line.Coverage, line.Exclusions(), line.Grade, unit.LatestPurchase?.Currency,
            purpose == Purposes.ReturnUnrepaired ? WhyUnrepaired(line) : null, line.ReasonCode, line.Defect);
    }

    /// <summary>With every fact that is known now; a missing one refers the case, it never pays.</summary>
    /// <param name="order">What is ordered instead of the unit; null where the remedy has no order.</param>
    /// <param name="confirmed">
    /// Whether credit asked for the facts itself, right before deciding. Without it the request for a license is put so that credit asks
    /// back: the code may be activated while the request waits (rule 108).
    /// </param>
    public static AssessCredit Credit(ReturnState line, Unit unit, ReplacementOrder? order, bool confirmed, DateTimeOffset now)
    {
        var sale = Sale.Of(unit, line.MeantSku);
        var latest = unit.Activations.OrderBy(stated => stated.Revision).LastOrDefault();
        return new(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku,
            line.IsLicense, line.IssuedAt, line.ArrivedAt, PaidBy(sale, line), Seen(line), now, line.Remedy, line.InspectedBy, order,
            line.FaultFound, OverridesOf(unit), sale.Contradictions.Count == 0 ? null : [.. sale.Contradictions],
            unit.Activation?.ActivatedAt, latest?.Revision, line.IsLicense ? confirmed : null, line.ReasonCode, line.Defect);
    }

    /// <summary>Whether something is due is for credit to say: it is told how the unit left, and decides by the clauses.</summary>
    public static AssessCharge Charge(ReturnState line, Unit unit, DateTimeOffset now)
    {
        var sale = Sale.Of(unit, line.MeantSku);
        return new(
            line.CorrelationId, line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.SerialNumber, line.Sku,
            line.Remedy, PaidBy(sale, line), line.Condition?.MissingAccessories ?? [],
            NoFaultFound: line.PendingOutcome == Outcomes.NoFaultFound, line.ApprovedQuote, line.QuoteDeclined, line.Diagnosed,
            line.Covered, line.Freight, sale.Purchase?.Currency, now, OverridesOf(unit), line.InspectedBy);
    }

    private static string WhyUnrepaired(ReturnState line) => line switch
    {
        { IsTestedFirst: true, FaultFound: false } => ReasonsUnrepaired.NoFaultFound,
        { IsTestedFirst: true, IsAdvanceReplacement: false } => ReasonsUnrepaired.Excluded,
        _ => ReasonsUnrepaired.NoCredit,
    };

    // What the bench found against the warranty counts like what the inspector saw.
    private static UnitCondition? Seen(ReturnState line) => line.Condition is { } seen && line.BenchExclusions.Length > 0
        ? seen with { Exclusions = [.. (seen.Exclusions ?? []).Union(line.BenchExclusions)] } : line.Condition;

    // A piece of a line is credited under its own name, each of them once; the line itself holds as many prices as pieces.
    private static Purchase? PaidBy(Sale sale, ReturnState line) => sale.Purchase is { } paid && paid.AccountId == line.AccountId
        ? new(paid.InvoiceId, paid.InvoiceDate, paid.NetPrice, paid.Tax, paid.Currency, Pieces.IsPiece(line.SerialNumber) ? null
            : paid.InvoiceLine) : null;

    private static GrantedOverride[]? OverridesOf(Unit unit) => unit.Overrides.Count == 0 ? null
        : [.. unit.Overrides.Select(given => new GrantedOverride(
            given.Override.Id, given.Override.Code, given.Override.Clause, given.Override.Percent, given.Override.ExpiresOn))];
}
