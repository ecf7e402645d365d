using Microsoft.AspNetCore.Builder;
using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>Receiving on the database of an earlier release.</summary>
public sealed class EarlierReceiving : ServiceUnderTest
{
    protected override string Name => "receiving";

    protected override WebApplication Build(string[] args) => ReceivingService.Build(args);

    protected override Task Prepare(string connectionString) => EarlierDatabase.Restore(Name, connectionString);
}

public sealed class EarlierDatabaseTests(EarlierReceiving earlier) : IClassFixture<EarlierReceiving>
{
    [Fact]
    public Task Every_decision_of_before_is_decided_again_as_it_was() => EarlierDatabase.AssertEveryDecisionStands(earlier, atLeast: 40);

    [Fact]
    public Task The_read_models_of_before_come_out_of_the_events_as_they_grew() =>
        ReadModels.AssertAsTheyGrew(earlier, "tracking_key");
}
