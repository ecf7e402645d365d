using Dapper;
using Npgsql;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ReceivedUnits;

internal static class UnitListEndpoint
{
    private const string Columns =
        """
        return_id "ReturnId", rma_id "RmaId", rma_number "RmaNumber", line "Line", account_id "AccountId", serial_number "SerialNumber",
        sku "Sku",
        has_drive "HasDrive", accessories "Accessories", parcel_id "ParcelId", site "Site", state "State", arrived_at "ArrivedAt",
        received_at "ReceivedAt", inspected_by "InspectedBy", inspected_at "InspectedAt", retail_box_opened "RetailBoxOpened",
        factory_seal_broken "FactorySealBroken", enclosure_opened "EnclosureOpened", missing_accessories "MissingAccessories",
        serial_label "SerialLabel", cosmetic_damage "CosmeticDamage", internal_damage "InternalDamage", note "Note", photos "Photos",
        exclusions "Exclusions",
        raw "Raw", gtin "Gtin", part_number "PartNumber", reason_code "ReasonCode", defect "Defect"
        """;

    public static void MapUnitList(this IEndpointRouteBuilder routes)
    {
        // Oldest first: the list is a work queue.
        routes.MapGet("/units", async (string? state, string? rmaNumber, NpgsqlDataSource database) =>
        {
            if (state is not (null or UnitRow.Awaiting or UnitRow.AwaitingSecondPerson or UnitRow.Inspected))
                throw new InvalidRequestException(
                    "units.state-unknown",
                $"The state is '{UnitRow.Awaiting}', '{UnitRow.AwaitingSecondPerson}' or '{UnitRow.Inspected}'.");
            var number = RmaNumber.AsPrinted(rmaNumber);
            await using var connection = await database.OpenConnectionAsync();
            return Results.Ok(await connection.QueryAsync<UnitRow>(
                $"""
                select {Columns} from units where (@state::text is null or state = @state) and (@number::text is null
                    or rma_number = @number)
                order by received_at limit 200
                """, new { state, number }));
        }).Allow(Reading.Roles);

        routes.MapGet("/units/{returnId:guid}", async (Guid returnId, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var row = await connection.QuerySingleOrDefaultAsync<UnitRow>(
                $"select {Columns} from units where return_id = @returnId", new { returnId });
            return row is null ? Problems.NotFound("unit") : Results.Ok(row);
        }).Allow(Reading.Roles);
    }
}
