using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance;
using Rma.Contracts.Repair;
using Rma.Contracts.Repair.V1;
using Rma.Issuance.Notices;
using Rma.Issuance.Units;

namespace Rma.Issuance.Returns;

// The steps of a return that has been repaired, replaced or sent back, and of the money that follows from it.
internal sealed partial record ReturnStep
{
    public ReturnStep NotifyOfQuote(RepairQuoted quote) => Notify(Notice.QuoteWaiting(
        quote.QuoteVersion, quote.Amount, quote.Currency, Around.Address.LinkTo(quote.Link)));

    public ReturnStep NotifyOfReminder(QuoteReminded reminder) =>
        Notify(Notice.QuoteReminder(reminder, Around.Address.LinkTo(reminder.Link)));

    public ReturnStep RecordApproval(int version) => this with { After = After with { AnsweredQuoteVersion = version } };

    public ReturnStep RecordRefusal(int version) => this with
    {
        After = After with { AnsweredQuoteVersion = version, QuoteDeclined = true },
    };

    /// <summary>It left repaired, or as it was without a fault; how it ends is known, what is to be paid is not yet.</summary>
    public ReturnStep RecordShipment(UnitShippedBack left)
    {
        var quote = left is { QuoteVersion: { } version, QuoteAmount: { } amount, Currency: { } currency }
            ? new ApprovedQuote(version, amount, currency) : After.ApprovedQuote;
        return (this with
        {
            After = After with
            {
                PendingOutcome = left.Outcome, Covered = left.Covered, Freight = left.Freight, Diagnosed = true, ApprovedQuote = quote,
            },
        })
            .RecordInBiography(After.SerialNumber,
                new UnitRepaired(After.CorrelationId, After.RmaNumber, left.Outcome, left.Covered, left.ShippedAt))
            .Notify(Notice.ShippedBack(left.Carrier, left.TrackingNumber));
    }

    /// <summary>It left as it came.</summary>
    public ReturnStep RecordShipment(UnitReturnedUnrepaired left) => (this with
    {
        After = After with
        {
            PendingOutcome = left.Because == ReasonsUnrepaired.NoFaultFound ? Outcomes.NoFaultFound : Outcomes.ReturnedUnrepaired,
            Freight = left.Freight, Diagnosed = left.Diagnosed, Covered = left.Covered,
            QuoteDeclined = left.DeclinedQuoteVersion is not null
                || left.Because is ReasonsUnrepaired.QuoteDeclined or ReasonsUnrepaired.Withdrawn,
        },
    }).Notify(Notice.ShippedBack(left.Carrier, left.TrackingNumber));

    /// <summary>
    /// Links both serial numbers; a refurbished swap carries the original's warranty on (W9), a stock replacement starts its own.
    /// </summary>
    public ReturnStep RecordReplacement(UnitReplaced given)
    {
        var isSwap = given.Kind == ReplacementKinds.RefurbishedSwap;
        var replacedBy = new UnitReplacedBy(After.CorrelationId, given.ReplacementSerialNumber, given.Kind, given.ShippedAt);
        var replaces = new UnitReplaces(
            After.CorrelationId, After.SerialNumber, given.Kind, After.Sku, After.AccountId, isSwap ? After.Coverage?.EndsOn : null,
            given.Grade, given.ShippedAt);
        // In the order of the serial numbers, so that two swaps never wait for each other in a ring.
        var linked = new (string SerialNumber, UnitEvent Event)[]
        {
            (After.SerialNumber, replacedBy), (given.ReplacementSerialNumber, replaces),
        }.OrderBy(one => one.SerialNumber, StringComparer.Ordinal);
        var step = this with
        {
            After = After with
            {
                PendingOutcome = isSwap ? Outcomes.Replaced : Outcomes.Exchanged, ReplacementSerial = given.ReplacementSerialNumber,
                Freight = given.Freight, Covered = isSwap, Diagnosed = true,
            },
        };
        return linked.Aggregate(step, (before, one) => before.RecordInBiography(one.SerialNumber, one.Event))
            .Notify(Notice.ShippedBack(given.Carrier, given.TrackingNumber));
    }

    public ReturnStep RecordExtension(RepairWarrantyGranted granted) => RecordInBiography(
        After.SerialNumber, new WarrantyExtended(After.CorrelationId, granted.From, granted.Through, granted.GrantedAt));

    public ReturnStep RecordCredit(CreditIssued credit) => (this with { After = After with { CreditId = credit.CreditId } })
        .Do(new ReturnEffect.RecordCredit(new UnitCredited(
            credit.ReturnId, credit.CreditId, credit.InvoiceId, credit.Amount, credit.Currency, credit.IssuedAt)))
        .Notify(Notice.CreditIssued(credit));

    public ReturnStep RecordCharge(ChargeRaised charge) => (this with { After = After with { ChargeId = charge.ChargeId } })
        .RecordInBiography(After.SerialNumber,
            new UnitCharged(charge.ReturnId, charge.ChargeId, charge.Amount, charge.Currency, charge.RaisedAt))
        .Notify(Notice.ChargeRaised(charge));

    public ReturnStep RecordLoaner(string? serialNumber) => this with { After = After with { LoanerSerial = serialNumber } };

    private ReturnStep RecordInBiography(string serialNumber, UnitEvent fact) =>
        Do(new ReturnEffect.RecordInBiography(serialNumber, fact));
}
