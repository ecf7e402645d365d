using Rma.ServiceDefaults;
using Rma.Contracts.Receiving;
using Rma.EventSourcing;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>A received unit as shown to the inspector and the desk, with the next action.</summary>
/// <param name="State">One of <see cref="UnitStates"/>.</param>
/// <param name="Accessories">Bill of accessories, to be checked against.</param>
/// <param name="Defect">The defect as described by the requester, for the inspector.</param>
/// <param name="Raw">The text sent by the scanner on receipt.</param>
public sealed record UnitRow(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool HasDrive,
    string[] Accessories, Guid ParcelId, string Site, [OneOf(typeof(UnitStates))] string State, DateTimeOffset ArrivedAt,
    DateTimeOffset ReceivedAt, string? InspectedBy = null, DateTimeOffset? InspectedAt = null, bool? RetailBoxOpened = null,
    bool? FactorySealBroken = null, bool? EnclosureOpened = null, string[]? MissingAccessories = null,
    [OneOf(typeof(SerialLabels))] string? SerialLabel = null, bool? CosmeticDamage = null, bool? InternalDamage = null,
    string? Note = null, string[]? Photos = null, string[]? Exclusions = null, string? Raw = null, string? Gtin = null,
    string? PartNumber = null, string? ReasonCode = null, string? Defect = null)
{
    /// <summary>The inspector's next action; null when nothing is left.</summary>
    public string? NextAction => State switch
    {
        UnitStates.AwaitingInspection => "Inspect the unit and record what is seen.",
        UnitStates.AwaitingSecondPerson => "Somebody else than the inspector agrees to the exclusion, or does not.",
        _ => null,
    };
}

/// <summary>The list of received units, updated in the transaction of their events.</summary>
internal sealed class UnitList : IInlineProjection<ReceivedUnit, ReceivedUnitEvent>
{
    /// <summary>The columns of a <see cref="UnitRow"/>.</summary>
    public const string Columns =
        """
        return_id, rma_id, rma_number, line, account_id, serial_number, sku, has_drive, accessories, parcel_id, site, state, arrived_at,
        received_at, inspected_by, inspected_at, retail_box_opened, factory_seal_broken, enclosure_opened, missing_accessories,
        serial_label, cosmetic_damage, internal_damage, note, photos, exclusions, raw, gtin, part_number, reason_code, defect
        """;

    private const string Received =
        """
        insert into units (return_id, rma_id, rma_number, line, account_id, serial_number, sku, has_drive, accessories, parcel_id, site,
            state, arrived_at, received_at,
            raw, gtin, part_number, reason_code, defect)
        values (@ReturnId, @RmaId, @RmaNumber, @Line, @AccountId, @SerialNumber, @Sku, @HasDrive, @Accessories, @ParcelId, @Site, @State,
            @ArrivedAt, @ReceivedAt,
            @Raw, @Gtin, @PartNumber, @ReasonCode, @Defect)
        """;

    private const string Inspected =
        """
        update units set state = @State, inspected_by = @InspectedBy, inspected_at = @InspectedAt, retail_box_opened = @RetailBoxOpened,
            factory_seal_broken = @FactorySealBroken, enclosure_opened = @EnclosureOpened, missing_accessories = @MissingAccessories,
            serial_label = @SerialLabel, cosmetic_damage = @CosmeticDamage, internal_damage = @InternalDamage, note = @Note,
                photos = @Photos, exclusions = @Exclusions
        where return_id = @ReturnId
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("units", "return_id")];

    public IEnumerable<RowChange> Project(string id, Step<ReceivedUnit, ReceivedUnitEvent> step) => step.State switch
    {
        ReceivedUnit.AwaitingInspection waiting => [new(Received, Row(waiting.Unit))],
        // The second person has to see what is to be agreed to.
        ReceivedUnit.AwaitingSecondPerson { Unit: var unit, Proposal: var seen } =>
            [new(Inspected, Row(unit, seen.Condition) with { State = UnitStates.AwaitingSecondPerson, InspectedBy = seen.InspectedBy })],
        ReceivedUnit.Inspected { Unit: var unit, Inspection: var (seen, by, at) } =>
            [new(Inspected, Row(unit, seen) with { State = UnitStates.Inspected, InspectedBy = by, InspectedAt = at })],
        _ => [],
    };

    private static UnitRow Row(UnitReceived unit) => new(
        unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.AccountId, unit.SerialNumber, unit.Sku, unit.HasDrive,
        [.. unit.Accessories], unit.ParcelId, unit.Site, UnitStates.AwaitingInspection, unit.ArrivedAt, unit.ReceivedAt, Raw: unit.Raw,
        Gtin: unit.Gtin, PartNumber: unit.PartNumber, ReasonCode: unit.ReasonCode, Defect: unit.Defect);

    private static UnitRow Row(UnitReceived unit, ObservedCondition seen) => Row(unit) with
    {
        RetailBoxOpened = seen.RetailBoxOpened, FactorySealBroken = seen.FactorySealBroken, EnclosureOpened = seen.EnclosureOpened,
        MissingAccessories = [.. seen.MissingAccessories], SerialLabel = seen.SerialLabel,
        CosmeticDamage = seen.CosmeticDamage, InternalDamage = seen.InternalDamage, Note = seen.Note, Photos = [.. seen.Photos],
        Exclusions = [.. seen.Exclusions ?? [], .. seen.OtherExclusion is null ? Array.Empty<string>()
            : [$"other: {seen.OtherExclusion}"]],
    };
}
