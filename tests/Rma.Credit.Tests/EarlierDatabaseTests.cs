using Microsoft.AspNetCore.Builder;
using Rma.Testing;

namespace Rma.Credit.Tests;

/// <summary>Credit on the database of an earlier release.</summary>
public sealed class EarlierCredit : ServiceUnderTest
{
    protected override string Name => "credit";

    protected override WebApplication Build(string[] args) => CreditService.Build([.. args, "--Reconciliation:Pause=00:00:00.2"]);

    protected override Task Prepare(string connectionString) => EarlierDatabase.Restore(Name, connectionString);
}

public sealed class EarlierDatabaseTests(EarlierCredit earlier) : IClassFixture<EarlierCredit>
{
    [Fact]
    public Task Every_decision_of_before_is_decided_again_as_it_was() => EarlierDatabase.AssertEveryDecisionStands(earlier, atLeast: 40);

    [Fact]
    public Task The_read_models_of_before_come_out_of_the_events_as_they_grew() =>
        ReadModels.AssertAsTheyGrew(earlier, "credit_bases", "purchase_order_id", "is_license");

    [Fact]
    public async Task The_books_of_before_are_reconciled()
    {
        var report = await Wait.Until(
            async () => (await earlier.Get("auditor", "/reconciliation")).Body!, seen =>
                seen["finishedAt"] is not null, "the first look at everything");
        Assert.Equal("[]", report["differences"]!.ToJsonString());
    }
}
