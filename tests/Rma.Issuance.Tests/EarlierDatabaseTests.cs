using Microsoft.AspNetCore.Builder;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>Issuance on the database of an earlier release.</summary>
public sealed class EarlierIssuance : ServiceUnderTest
{
    protected override string Name => "issuance";

    protected override WebApplication Build(string[] args) => IssuanceService.Build(args);

    protected override Task Prepare(string connectionString) => EarlierDatabase.Restore(Name, connectionString);
}

public sealed class EarlierDatabaseTests(EarlierIssuance earlier) : IClassFixture<EarlierIssuance>
{
    [Fact]
    public Task Every_decision_of_before_is_decided_again_as_it_was() => EarlierDatabase.AssertEveryDecisionStands(earlier, atLeast: 150);

    [Fact]
    public Task The_read_models_of_before_come_out_of_the_events_as_they_grew() => ReadModels.AssertAsTheyGrew(earlier);

    [Fact]
    public async Task An_invoice_line_that_was_stated_before_lines_had_streams_moves_like_any_other()
    {
        var (serial, invoice) = (await earlier.Scalar<string>(OneSale("split_part(stream_id, 'unit-', 2)")),
            await earlier.Scalar<string>(OneSale("data->>'InvoiceId'")));
        var stored = System.Text.Json.JsonDocument.Parse((await earlier.Scalar<string>(OneSale("data::text")))!).RootElement;
        await earlier.PublishPlain(new Contracts.Billing.V1.UnitInvoiced(
            invoice!, stored.GetProperty("InvoiceLine").GetInt32(), 2, "EARLIER-OTHER", stored.GetProperty("Sku").GetString()!,
            stored.GetProperty("AccountId").GetString()!,
            DateOnly.Parse(stored.GetProperty("InvoiceDate").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            stored.GetProperty("NetPrice").GetDecimal(), 0m, 0m, 0m, stored.GetProperty("Currency").GetString()!));
        await Wait.Until(
            () => earlier.Scalar<long>(
                $"select count(*) from mt_events where stream_id = 'unit-{serial}' and type = 'unit_purchase_withdrawn'"), seen =>
                seen == 1, "the line to leave its unit");
    }

    private static string OneSale(string what) =>
        $"select {what} from mt_events where type = 'unit_purchase_recorded' and (data->>'Revision')::int = 1 order by seq_id limit 1";
}
