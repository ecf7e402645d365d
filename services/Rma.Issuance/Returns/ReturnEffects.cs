using Rma.Contracts.Receiving.V1;
using Rma.Issuance.Notices;
using Rma.Issuance.Units;

namespace Rma.Issuance.Returns;

/// <summary>One thing that a return does about a message. All of them are performed in the transaction of the message.</summary>
internal abstract record ReturnEffect
{
    private ReturnEffect() { }

    /// <summary>Publishes a message.</summary>
    public sealed record Publish(object Message) : ReturnEffect;

    /// <summary>Publishes a message at a later time.</summary>
    public sealed record Schedule(object Message, DateTimeOffset At) : ReturnEffect;

    /// <summary>Notifies the requester.</summary>
    public sealed record Notify(Notice Notice) : ReturnEffect;

    /// <summary>Appends to the return's own history.</summary>
    public sealed record Record(ReturnEvent Event) : ReturnEffect;

    /// <summary>Appends to the biography of a unit.</summary>
    public sealed record RecordInBiography(string SerialNumber, UnitEvent Event) : ReturnEffect;

    /// <summary>Appends a credit to the biography of the unit.</summary>
    public sealed record RecordCredit(UnitCredited Credit) : ReturnEffect;

    /// <summary>
    /// Appends the arrival to the authorization and the biography; the unit then waits on the orders that name its number.
    /// </summary>
    public sealed record RecordArrival(UnitReceived Unit) : ReturnEffect;

    /// <summary>Requests the decision on the credit, with every fact that is known now.</summary>
    /// <param name="Confirmed">Whether credit asked for the facts itself, right before it decides (rule 108).</param>
    public sealed record RequestCredit(bool Confirmed) : ReturnEffect;

    /// <summary>Requests the decision on a charge.</summary>
    public sealed record RequestCharge : ReturnEffect;

    /// <summary>Opens a repair job, once for each purpose.</summary>
    public sealed record OpenRepairJob(string Purpose) : ReturnEffect;

    /// <summary>Frees the quantities of orders that were reserved for the unit.</summary>
    public sealed record ReleaseOrder : ReturnEffect;

    /// <summary>Frees the unit for another remedy and ends its line of the authorization.</summary>
    public sealed record CloseRemedy(string Outcome) : ReturnEffect;

    /// <summary>Takes the unit back for this return if no other has it by now.</summary>
    public sealed record ReopenRemedy : ReturnEffect;
}
