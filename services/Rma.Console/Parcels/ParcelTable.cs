using Rma.Console.Find;
using Rma.Console.Returns;
using Rma.Contracts.Receiving;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;

namespace Rma.Console.Parcels;

/// <summary>The parcels that were accepted or refused at a dock.</summary>
internal static class ParcelTable
{
    private const string Sql =
        """
        insert into parcels (slot, parcel_id, state, rma_id, rma_number, marking, code, reason, site, carrier, tracking_number, sscc,
            scanned_at, recorded_at)
        values (@Slot, @ParcelId, @State, @RmaId, @RmaNumber, @Marking, @Code, @Reason, @Site, @Carrier, @TrackingNumber, @Sscc, @ScannedAt,
            @RecordedAt)
        on conflict do nothing
        """;

    /// <summary>Writes what happened to a parcel: once, because it is final.</summary>
    public static void Write(AmbientTransaction transaction, short slot, object message)
    {
        var (row, id, texts) = message switch
        {
            ParcelAccepted said => ((object)new
            {
                Slot = slot, said.ParcelId, State = ParcelStates.Accepted, RmaId = (Guid?)said.RmaId,
                RmaNumber = (string?)said.RmaNumber, Marking = (string?)null, Code = (string?)null, Reason = (string?)null, said.Site,
                said.Carrier, said.TrackingNumber, said.Sscc, said.ScannedAt, said.RecordedAt,
            }, said.ParcelId, (string?[])[said.TrackingNumber, said.Sscc]),
            ParcelRefused said => (new
            {
                Slot = slot, said.ParcelId, State = ParcelStates.Refused, said.RmaId, RmaNumber = (string?)null, said.Marking,
                said.Code, said.Reason, said.Site, said.Carrier, said.TrackingNumber, said.Sscc, said.ScannedAt, said.RecordedAt,
            }, said.ParcelId, [said.TrackingNumber, said.Sscc, said.Marking]),
            _ => throw new ArgumentException($"{message.GetType().Name} is about no parcel.", nameof(message)),
        };
        transaction.EnqueueRow(Sql, row);
        Term[] terms = [.. texts.SelectMany(text => Term.Of(TermKinds.Parcel, text)).DistinctBy(term => term.Written)];
        ReturnTable.Write(transaction, slot, terms, id, null);
    }
}
