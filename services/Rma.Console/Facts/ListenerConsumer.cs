using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Messaging;

namespace Rma.Console.Facts;

/// <summary>Hears what the other services tell, one queue for all of it.</summary>
internal sealed class ListenerConsumer(Gathering<Fact> gathering) :
    IConsumer<CreditIssued>, IConsumer<CreditDenied>, IConsumer<CreditReferred>, IConsumer<ChargeRaised>, IConsumer<NoChargeDue>,
    IConsumer<ChargeReferred>, IConsumer<ReturnAuthorized>, IConsumer<ReturnShipmentAnnounced>, IConsumer<ReplacementOrdered>,
    IConsumer<LoanerSent>, IConsumer<LoanerReturned>, IConsumer<RmaIssued>, IConsumer<RmaDenied>, IConsumer<RmaReferred>,
    IConsumer<RmaCancelled>, IConsumer<ReturnMoved>, IConsumer<LineClosed>, IConsumer<RequestEnded>, IConsumer<WorkChanged>,
    IConsumer<AccountStated>,
    IConsumer<UnitReceived>, IConsumer<InspectionCompleted>, IConsumer<ParcelAccepted>, IConsumer<ParcelRefused>,
    IConsumer<UnexpectedUnitQuarantined>, IConsumer<QuarantinedUnitSettled>, IConsumer<UnitTested>, IConsumer<RepairQuoted>,
    IConsumer<QuoteReminded>, IConsumer<QuoteApproved>, IConsumer<QuoteDeclined>, IConsumer<RepairCompleted>, IConsumer<UnitShippedBack>,
    IConsumer<UnitReplaced>, IConsumer<UnitReleasedToStock>, IConsumer<UnitReturnedUnrepaired>, IConsumer<RepairWarrantyGranted>,
    IConsumer<DriveCleared>
{
    public Task Consume(ConsumeContext<CreditIssued> context) => Hear(context);

    public Task Consume(ConsumeContext<CreditDenied> context) => Hear(context);

    public Task Consume(ConsumeContext<CreditReferred> context) => Hear(context);

    public Task Consume(ConsumeContext<ChargeRaised> context) => Hear(context);

    public Task Consume(ConsumeContext<NoChargeDue> context) => Hear(context);

    public Task Consume(ConsumeContext<ChargeReferred> context) => Hear(context);

    public Task Consume(ConsumeContext<ReturnAuthorized> context) => Hear(context);

    public Task Consume(ConsumeContext<ReturnShipmentAnnounced> context) => Hear(context);

    public Task Consume(ConsumeContext<ReplacementOrdered> context) => Hear(context);

    public Task Consume(ConsumeContext<LoanerSent> context) => Hear(context);

    public Task Consume(ConsumeContext<LoanerReturned> context) => Hear(context);

    public Task Consume(ConsumeContext<RmaIssued> context) => Hear(context);

    public Task Consume(ConsumeContext<RmaDenied> context) => Hear(context);

    public Task Consume(ConsumeContext<RmaReferred> context) => Hear(context);

    public Task Consume(ConsumeContext<RmaCancelled> context) => Hear(context);

    public Task Consume(ConsumeContext<ReturnMoved> context) => Hear(context);

    public Task Consume(ConsumeContext<LineClosed> context) => Hear(context);

    public Task Consume(ConsumeContext<RequestEnded> context) => Hear(context);

    public Task Consume(ConsumeContext<WorkChanged> context) => Hear(context);

    public Task Consume(ConsumeContext<AccountStated> context) => Hear(context);

    public Task Consume(ConsumeContext<UnitReceived> context) => Hear(context);

    public Task Consume(ConsumeContext<InspectionCompleted> context) => Hear(context);

    public Task Consume(ConsumeContext<ParcelAccepted> context) => Hear(context);

    public Task Consume(ConsumeContext<ParcelRefused> context) => Hear(context);

    public Task Consume(ConsumeContext<UnexpectedUnitQuarantined> context) => Hear(context);

    public Task Consume(ConsumeContext<QuarantinedUnitSettled> context) => Hear(context);

    public Task Consume(ConsumeContext<UnitTested> context) => Hear(context);

    public Task Consume(ConsumeContext<RepairQuoted> context) => Hear(context);

    public Task Consume(ConsumeContext<QuoteReminded> context) => Hear(context);

    public Task Consume(ConsumeContext<QuoteApproved> context) => Hear(context);

    public Task Consume(ConsumeContext<QuoteDeclined> context) => Hear(context);

    public Task Consume(ConsumeContext<RepairCompleted> context) => Hear(context);

    public Task Consume(ConsumeContext<UnitShippedBack> context) => Hear(context);

    public Task Consume(ConsumeContext<UnitReplaced> context) => Hear(context);

    public Task Consume(ConsumeContext<UnitReleasedToStock> context) => Hear(context);

    public Task Consume(ConsumeContext<UnitReturnedUnrepaired> context) => Hear(context);

    public Task Consume(ConsumeContext<RepairWarrantyGranted> context) => Hear(context);

    public Task Consume(ConsumeContext<DriveCleared> context) => Hear(context);

    private Task Hear<T>(ConsumeContext<T> context) where T : class => gathering.Take(Fact.Of(
        context.GetOriginalMessageId()!.Value, context.Message, context.Headers.Get<string>(IntegrationEvents.ActorHeader)));
}
