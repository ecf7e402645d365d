using Microsoft.AspNetCore.Builder;
using Rma.Testing;

namespace Rma.Repair.Tests;

/// <summary>Repair on the database of an earlier release.</summary>
public sealed class EarlierRepair : ServiceUnderTest
{
    protected override string Name => "repair";

    protected override WebApplication Build(string[] args) => RepairService.Build(args);

    protected override Task Prepare(string connectionString) => EarlierDatabase.Restore(Name, connectionString);
}

public sealed class EarlierDatabaseTests(EarlierRepair earlier) : IClassFixture<EarlierRepair>
{
    [Fact]
    public Task Every_decision_of_before_is_decided_again_as_it_was() => EarlierDatabase.AssertEveryDecisionStands(earlier, atLeast: 10);

    [Fact]
    public Task The_read_models_of_before_come_out_of_the_events_as_they_grew() => ReadModels.AssertAsTheyGrew(earlier);
}
