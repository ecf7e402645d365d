using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.ReceivedUnits;
using Rma.Repair.RepairJobs;
using CreditV1 = Rma.Contracts.Credit.V1;
using ReceivingV1 = Rma.Contracts.Receiving.V1;
using RepairV1 = Rma.Contracts.Repair.V1;

namespace Rma.Histories.Tests;

// Delivers every message to the one who hears it, and reads it as that service does.
internal sealed partial class House
{
    private static readonly QuoteLinks Links = new("a key for histories, known to everybody"u8.ToArray());

    /// <summary>Delivers what is due, in the order that a number gives.</summary>
    /// <param name="all">Until nothing is due any more; otherwise some messages may wait for another time.</param>
    public void Deliver(int order, bool all)
    {
        Bus.Shuffle(order);
        while (Bus.HasDue(Now) && (all || !Bus.IsSlow()))
        {
            var letter = Bus.Take(Now)!;
            try
            {
                Deliver(letter);
            }
            catch (Exception no) when (no is RefusedException or Messaging.DeadLetterException)
            {
                DeadLetters.Add($"{letter.Message.GetType().Name}: {no.Message}");
            }
        }
    }

    private void Deliver(Letter letter)
    {
        switch (letter.Message)
        {
            case ReceivingV1.ExpectReturn asked: Expect(asked); break;
            case ReceivingV1.StopExpectingReturn asked: StopExpecting(asked); break;
            case RepairV1.OpenRepairJob asked: OpenJob(asked); break;
            case CreditV1.AssessCredit asked: AssessCredit(asked); break;
            case CreditV1.AssessCharge asked: AssessCharge(asked); break;
            case var message when IsForReturns(message): HearOfReturn(letter); break;
            default: break; // nobody here subscribes to it
        }
    }

    private static bool IsForReturns(object message) => ReturnMessageTypes.Contains(message.GetType());

    private static readonly HashSet<Type> ReturnMessageTypes = [.. typeof(Issuance.Returns.ReturnSaga).GetProperties()
        .Where(property => property.PropertyType.IsGenericType).Select(property => property.PropertyType.GetGenericArguments()[0])];

    private void HearOfReturn(Letter letter)
    {
        var returnId = (Guid)letter.Message.GetType().GetProperty("ReturnId")!.GetValue(letter.Message)!;
        var item = Cases.Single(one => one.ReturnId == returnId);
        item.Line = Issuance.Hear(item.Line, returnId, letter) ?? item.Line;
    }

    private void Expect(ReceivingV1.ExpectReturn asked)
    {
        var item = Of(asked.ReturnId);
        var line = ExpectReturnConsumer.Read(asked, Clock);
        item.Dock = DecideAgain(item.Dock, dock => ExpectReturn.Decide(dock, new(line)), ExpectedRma.Evolve);
        TakeFromDock(item);
    }

    private void StopExpecting(ReceivingV1.StopExpectingReturn asked)
    {
        var item = Of(asked.ReturnId);
        var off = StopExpectingReturnConsumer.Read(asked, Clock);
        item.Dock = DecideAgain(item.Dock, dock => StopExpectingReturn.Decide(dock, new(off)), ExpectedRma.Evolve);
    }

    /// <summary>When a line of a number is filled, its unit is received.</summary>
    public void TakeFromDock(ReturnCase item)
    {
        if (item.Dock is not ExpectedRma.Expected { Lines: [{ Receipt: { } receipt }] }) return;
        var received = new UnitReceived(
            item.ReturnId, item.RmaId, item.Number.ToString(), 1, Account, Serial, Sku, HasDrive, ["bracket"], receipt.ParcelId, "main",
            "dock-1", receipt.ArrivedAt, receipt.ScannedAt, receipt.RecordedAt);
        item.Received = Decide(item.Received, unit => ReceiveUnit.Decide(unit, new(received)), ReceivedUnit.Evolve,
            ReceivedUnitIntegrationEvents.Of);
    }

    private void OpenJob(RepairV1.OpenRepairJob asked)
    {
        var (item, job) = (Of(asked.ReturnId), OpenRepairJobConsumer.Read(asked, Clock));
        item.Bench[job.Purpose] = DecideAgain(item.Bench.GetValueOrDefault(job.Purpose, RepairJob.Initial), state =>
            OpenRepairJob.Decide(state, new(job)), RepairJob.Evolve);
    }

    /// <summary>Work on a job, and what the bench publishes of it.</summary>
    public void OnBench(ReturnCase item, string purpose, Func<RepairJob, IEnumerable<RepairJobEvent>> decide)
    {
        if (item.Bench.TryGetValue(purpose, out var job))
            item.Bench[purpose] = Decide(job, decide, RepairJob.Evolve, (state, @event) =>
                RepairJobIntegrationEvents.Of(state, @event, Links));
    }

    private void AssessCredit(CreditV1.AssessCredit asked)
    {
        var request = new CreditRequestReader(Clock).Read(asked);
        var now = Credit.CreditCases.AssessCredit.NotBeforeAsked(request, Now);
        Settle(Of(asked.ReturnId), (state, ledgers) =>
            Credit.CreditCases.AssessCredit.Decide(state, new(request, ledgers, Policy, now, asked.Confirmed ?? true)));
    }

    /// <summary>A case is decided together with its ledger, as the credit desk does.</summary>
    public void Settle(ReturnCase item, Func<CreditCase, LedgersOfItem, IEnumerable<CreditCaseEvent>> decide)
    {
        item.Credit = Decide(item.Credit, state =>
        {
            CreditCaseEvent[] decided = [.. decide(state, Ledgers)];
            foreach (var credit in decided.OfType<CreditIssued>()) _ = PostCredit.Decide(Ledger, new(Posting(credit))).ToArray();
            return decided;
        }, CreditCase.Evolve, CreditCaseIntegrationEvents.Of);
        if (item.Credit is CreditCase.Issued { Credit: var issued }) OfLedger(ledger => PostCredit.Decide(ledger, new(Posting(issued))));
    }

    private static CreditPosted Posting(CreditIssued credit) => new(
        credit.CreditId, credit.Request.ReturnId, credit.Request.RmaNumber, credit.Request.Purchase!.InvoiceId, credit.Net,
        credit.Request.Purchase.NetPrice, credit.IssuedAt);

    private void AssessCharge(CreditV1.AssessCharge asked)
    {
        var request = new ChargeRequestReader(Clock).Read(asked);
        OfCharge(Of(asked.ReturnId), state => Credit.ChargeCases.AssessCharge.Decide(state, new(request, Policy, Now)));
    }

    /// <summary>A decision on a charge, and what credit publishes of it.</summary>
    public void OfCharge(ReturnCase item, Func<ChargeCase, IEnumerable<ChargeCaseEvent>> decide) =>
        item.Charge = Decide(item.Charge, decide, ChargeCase.Evolve, ChargeCaseIntegrationEvents.Of);

    private ReturnCase Of(Guid returnId) => Cases.Single(one => one.ReturnId == returnId);
}
