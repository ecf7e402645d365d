using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.QuarantinedUnits;

/// <summary>A quarantined unit as shown to the desk.</summary>
/// <param name="State"><c>quarantined</c>, <c>lifted</c>, <c>released</c>, <c>scrapped</c> or <c>misread</c>.</param>
/// <param name="ReturnId">The return it was received for after all; null while it is quarantined.</param>
public sealed record QuarantinedUnitRow(
    Guid QuarantineId, Guid ParcelId, Guid RmaId, string RmaNumber, string? SerialNumber, [OneOf(typeof(UnlistedKinds))] string Kind,
    string? InsteadOf, string Site, string Scanner, DateTimeOffset ScannedAt, DateTimeOffset RecordedAt,
    [OneOf(typeof(QuarantineStates))] string State, Guid? ReturnId, string? SettledBy = null, DateTimeOffset? SettledAt = null,
    string? SettledWhy = null, string? Raw = null, string? Gtin = null, string? PartNumber = null);

/// <summary>The list of quarantined units, updated in the transaction of their events.</summary>
internal sealed class QuarantinedUnitList : IInlineProjection<QuarantinedUnit, QuarantinedUnitEvent>
{
    private const string Sql =
        """
        insert into quarantined_units (quarantine_id, parcel_id, rma_id, rma_number, serial_number, kind, instead_of, site, scanner,
            scanned_at, recorded_at, state, return_id, settled_by, settled_at, settled_why,
            raw, gtin, part_number)
        values (@QuarantineId, @ParcelId, @RmaId, @RmaNumber, @SerialNumber, @Kind, @InsteadOf, @Site, @Scanner, @ScannedAt, @RecordedAt,
            @State, @ReturnId, @SettledBy, @SettledAt, @SettledWhy,
            @Raw, @Gtin, @PartNumber)
        on conflict (quarantine_id) do update set state = excluded.state, return_id = excluded.return_id, kind = excluded.kind,
            instead_of = excluded.instead_of,
            scanner = excluded.scanner, scanned_at = excluded.scanned_at, recorded_at = excluded.recorded_at, raw = excluded.raw,
            gtin = excluded.gtin, part_number = excluded.part_number,
            settled_by = excluded.settled_by, settled_at = excluded.settled_at, settled_why = excluded.settled_why
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("quarantined_units", "quarantine_id")];

    public IEnumerable<RowChange> Project(string id, Step<QuarantinedUnit, QuarantinedUnitEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row)] : [];

    private static QuarantinedUnitRow? Row(QuarantinedUnit state) => state switch
    {
        QuarantinedUnit.Quarantined { Unit: var unit } => Row(unit, QuarantineStates.Quarantined, null),
        QuarantinedUnit.Lifted lifted => Row(lifted.Unit, QuarantineStates.Lifted, lifted.ReturnId),
        QuarantinedUnit.Settled { Settlement: var end } settled => Row(settled.Unit, end.Outcome, null) with
        {
            SettledBy = end.SettledBy, SettledAt = end.SettledAt, SettledWhy = end.Reason,
        },
        _ => null,
    };

    private static QuarantinedUnitRow Row(UnexpectedUnitQuarantined unit, string state, Guid? returnId) => new(
        unit.QuarantineId, unit.ParcelId, unit.RmaId, unit.RmaNumber, unit.SerialNumber, unit.Kind, unit.InsteadOf, unit.Site, unit.Scanner,
        unit.ScannedAt, unit.RecordedAt, state, returnId, Raw: unit.Raw, Gtin: unit.Gtin, PartNumber: unit.PartNumber);
}

internal static class QuarantinedUnitListEndpoint
{
    public static void MapQuarantinedUnitList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/quarantined-units", async (
            string? rmaNumber, string? serialNumber, string? site, bool? all, [AsParameters] ListPage page) =>
        {
            var number = RmaNumber.AsPrinted(rmaNumber);
            return await page.Read<QuarantinedUnitRow>(
                $"""
                select quarantine_id, parcel_id, rma_id, rma_number, serial_number, kind, instead_of, site, scanner, scanned_at,
                    recorded_at, state, return_id, settled_by, settled_at, settled_why, raw, gtin, part_number
                from quarantined_units where (@all or state = '{QuarantineStates.Quarantined}')
                    and (@number::text is null or rma_number = @number) and (@site::text is null or site = @site)
                    and (@serialNumber::text is null or serial_number = @serialNumber)
                """, new { number, serialNumber, site, all = all ?? false },
                new ListOrder("scanned_at", "quarantine_id", NewestFirst: true), row => (row.ScannedAt, row.QuarantineId), 200, 1000);
        }).Allow(Reading.Roles)
            .WithName("listQuarantinedUnits").WithSummary("Lists quarantined units, newest first.")
            .Pages<QuarantinedUnitRow>();
}
