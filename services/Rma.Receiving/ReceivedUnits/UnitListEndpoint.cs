using Dapper;
using Npgsql;
using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ReceivedUnits;

internal static class UnitListEndpoint
{
    public static void MapUnitList(this IEndpointRouteBuilder routes)
    {
        // Oldest first: the list is a work queue.
        routes.MapGet("/units", async ([OneOf(typeof(UnitStates))] string? state, string? rmaNumber, string? serialNumber,
            [AsParameters] ListPage page) =>
        {
            if (state is not null && !UnitStates.All.Contains(state))
                throw new InvalidInputException(
                    "units.state-unknown", "The state is 'awaiting-inspection', 'awaiting-second-person' or 'inspected'.");
            var number = RmaNumber.AsPrinted(rmaNumber);
            return await page.Read<UnitRow>(
                $"""
                select {UnitList.Columns} from units where (@state::text is null or state = @state) and (@number::text is null
                    or rma_number = @number) and (@serialNumber::text is null or serial_number = @serialNumber)
                """, new { state, number, serialNumber }, new ListOrder("received_at", "return_id", NewestFirst: false),
                row => (row.ReceivedAt, row.ReturnId), 200, 1000);
        }).Allow(Reading.Roles)
            .WithName("listUnits").WithSummary("Lists received units, longest waiting first.")
            .Pages<UnitRow>()
            .Refuses(400, "units.state-unknown");

        routes.MapGet("/units/{returnId:guid}", async (Guid returnId, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var row = await connection.QuerySingleOrDefaultAsync<UnitRow>(
                $"select {UnitList.Columns} from units where return_id = @returnId", new { returnId });
            return row is null ? Problems.NotFound("unit") : Results.Ok(row);
        }).Allow(Reading.Roles)
            .WithName("showUnit").WithSummary("Shows the received unit of a return.")
            .Produces<UnitRow>()
            .Refuses(404, "unit.not-found");
    }
}
