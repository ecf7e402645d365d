using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Console.Returns;

/// <summary>What was heard, in the field's words. Null for what only moves the platform.</summary>
internal static class FactWords
{
    /// <summary>What the requester may read as well: their own request, parcels, quotes, shipments and money.</summary>
    public static bool IsForRequester(object message) => message is not (UnitTested or InspectionCompleted or DriveCleared
        or UnitReleasedToStock or WorkChanged or CreditReferred or ChargeReferred or UnexpectedUnitQuarantined);

    public static string? Of(object message) => OfRequest(message) ?? OfDock(message) ?? OfBench(message) ?? OfMoney(message);

    /// <summary>The clauses that decided it; none for a plain fact.</summary>
    public static string[] ClausesOf(object message) => message switch
    {
        RmaIssued said => said.Clauses,
        RmaDenied said => said.Clauses,
        RmaReferred said => said.Clauses,
        ParcelRefused said => said.Clauses,
        RepairQuoted said => said.Clauses,
        RepairWarrantyGranted said => said.Clauses,
        CreditIssued said => said.Clauses,
        CreditDenied said => said.Clauses,
        CreditReferred said => said.Clauses,
        ChargeRaised said => said.Clauses,
        NoChargeDue said => said.Clauses,
        ChargeReferred said => said.Clauses,
        _ => [],
    };

    private static string? OfRequest(object message) => message switch
    {
        RmaIssued said => $"Number {said.RmaNumber} was issued for {Count(said.Lines.Length, "item")}{Through(said.ValidThrough)}.",
        RmaDenied said => $"The request was denied: {said.Reason}",
        RmaReferred said => $"The request was referred: {said.Reason}",
        RmaCancelled said => $"The number was cancelled: {said.Reason}",
        RequestEnded said => said.How == RmaStates.Withdrawn ? "The requester withdrew the request." : "The request lapsed.",
        ReturnShipmentAnnounced said =>
            $"{Count(said.Cartons, "carton")} {(said.Cartons == 1 ? "was" : "were")} announced: {said.Carrier} {said.TrackingNumber}.",
        ReplacementOrdered said => $"Order {said.PurchaseOrderId} is for its replacement.",
        LoanerSent said => $"Loaner {said.LoanerSerialNumber} was sent.",
        LoanerReturned said => $"Loaner {said.LoanerSerialNumber} came back.",
        LineClosed said => $"It was closed: {said.Outcome}.",
        WorkChanged said => said.Change switch
        {
            WorkChanges.Assigned => $"{said.AssignedTo} is at it.",
            WorkChanges.Released => "Nobody is at it any more.",
            WorkChanges.Held => $"It is on hold until {Written.Day(said.HeldUntil!.Value)}: {said.HoldReason}",
            WorkChanges.HoldEnded => "Its hold was ended.",
            _ => $"Note: {said.Note}",
        },
        _ => null,
    };

    private static string? OfDock(object message) => message switch
    {
        ParcelAccepted said => $"A carton was accepted at {said.Site}.",
        ParcelRefused said => $"A carton was refused at {said.Site}: {said.Reason}",
        UnitReceived => "It was taken out of its carton.",
        InspectionCompleted said => said.Condition.MissingAccessories.Length == 0 ? "It was inspected."
            : $"It was inspected; missing: {string.Join(", ", said.Condition.MissingAccessories)}.",
        UnexpectedUnitQuarantined said => $"{said.SerialNumber} was in the carton and does not belong to the number; it was set aside.",
        QuarantinedUnitSettled said => $"{said.SerialNumber}, which was set aside, is settled: {said.Reason}",
        _ => null,
    };

    private static string? OfBench(object message) => message switch
    {
        UnitTested said => said.FaultFound ? $"The bench found a fault: {said.Findings}" : $"The bench found no fault: {said.Findings}",
        RepairQuoted said => $"Quote {said.QuoteVersion} was made: {Written.Money(said.Amount, said.Currency)}. {said.Diagnosis}",
        QuoteReminded said => said.Escalated ? $"Nobody answered quote {said.QuoteVersion}; the returns desk was told."
            : $"The requester was reminded of quote {said.QuoteVersion}.",
        QuoteApproved said => $"Quote {said.QuoteVersion} was approved: {Written.Money(said.Amount, said.Currency)}.",
        QuoteDeclined said => $"Quote {said.QuoteVersion} was declined: {said.Reason}",
        DriveCleared said => said.Absent ? "No drive was in it." : "Its drive was checked and formatted.",
        RepairCompleted said => $"It was repaired: {said.Resolution}",
        RepairWarrantyGranted said => $"The repair is covered through {Written.Day(said.Through)}.",
        UnitShippedBack said => $"It was sent back: {said.Carrier} {said.TrackingNumber}.",
        UnitReplaced said => $"{said.ReplacementSerialNumber} was sent instead: {said.Carrier} {said.TrackingNumber}.",
        UnitReleasedToStock => "It went to stock.",
        UnitReturnedUnrepaired said => $"It was sent back unrepaired: {said.Carrier} {said.TrackingNumber}.",
        _ => null,
    };

    private static string? OfMoney(object message) => message switch
    {
        CreditIssued said => $"{Written.Money(said.Amount, said.Currency)} were credited.",
        CreditDenied said => $"The credit was denied: {said.Reason}",
        CreditReferred said => $"The credit waits: {said.Reason}",
        ChargeRaised said => $"{Written.Money(said.Amount, said.Currency)} were charged.",
        NoChargeDue said => $"Nothing is charged: {said.Reason}",
        ChargeReferred said => $"The charge waits: {said.Reason}",
        _ => null,
    };

    private static string Through(DateOnly last) => last.Year == 9999 ? "" : $", valid through {Written.Day(last)}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
