using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Console.Facts;

/// <summary>When what a message says happened.</summary>
internal static class FactTimes
{
    public static DateTimeOffset Of(object message) => message switch
    {
        RmaIssued said => said.IssuedAt,
        ReturnAuthorized said => said.IssuedAt,
        RmaDenied said => said.DeniedAt,
        RmaReferred said => said.ReferredAt,
        RmaCancelled said => said.CancelledAt,
        RequestEnded said => said.EndedAt,
        ReturnMoved said => said.MovedAt,
        LineClosed said => said.ClosedAt,
        WorkChanged said => said.ChangedAt,
        ReturnShipmentAnnounced said => said.AnnouncedAt,
        ReplacementOrdered said => said.RecordedAt,
        LoanerSent said => said.SentAt,
        LoanerReturned said => said.ReturnedAt,
        AccountStated said => said.StatedAt,
        ParcelAccepted said => said.ScannedAt,
        ParcelRefused said => said.ScannedAt,
        UnitReceived said => said.ReceivedAt,
        InspectionCompleted said => said.InspectedAt,
        UnexpectedUnitQuarantined said => said.ScannedAt,
        QuarantinedUnitSettled said => said.SettledAt,
        UnitTested said => said.TestedAt,
        RepairQuoted said => said.QuotedAt,
        QuoteReminded said => said.RemindedAt,
        QuoteApproved said => said.ApprovedAt,
        QuoteDeclined said => said.DeclinedAt,
        DriveCleared said => said.ClearedAt,
        RepairCompleted said => said.CompletedAt,
        RepairWarrantyGranted said => said.GrantedAt,
        UnitShippedBack said => said.ShippedAt,
        UnitReplaced said => said.ShippedAt,
        UnitReleasedToStock said => said.ReleasedAt,
        UnitReturnedUnrepaired said => said.ShippedAt,
        CreditIssued said => said.IssuedAt,
        CreditDenied said => said.DeniedAt,
        CreditReferred said => said.ReferredAt,
        ChargeRaised said => said.RaisedAt,
        NoChargeDue said => said.DecidedAt,
        ChargeReferred said => said.ReferredAt,
        _ => throw new InvalidOperationException($"Nobody says when {message.GetType().Name} happened."),
    };
}
