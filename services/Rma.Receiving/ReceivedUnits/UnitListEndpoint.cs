using Dapper;
using Npgsql;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ReceivedUnits;

internal static class UnitListEndpoint
{
    private const string Columns =
        """
        return_id, rma_id, rma_number, line, account_id, serial_number, sku, has_drive, accessories, parcel_id, site, state, arrived_at,
        received_at, inspected_by, inspected_at, retail_box_opened, factory_seal_broken, enclosure_opened, missing_accessories,
        serial_label, cosmetic_damage, internal_damage, note, photos, exclusions, raw, gtin, part_number, reason_code, defect
        """;

    public static void MapUnitList(this IEndpointRouteBuilder routes)
    {
        // Oldest first: the list is a work queue.
        routes.MapGet("/units", async (string? state, string? rmaNumber, NpgsqlDataSource database) =>
        {
            if (state is not (null or UnitRow.Awaiting or UnitRow.AwaitingSecondPerson or UnitRow.Inspected))
                throw new InvalidInputException(
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
