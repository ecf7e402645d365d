using Rma.Messaging;

namespace Rma.Chaos.Tests;

public sealed class FailPointTests
{
    [Fact]
    public void Every_place_that_the_services_know_is_one_where_they_have_to_die() =>
        Assert.Equal(FailPoint.All.Order(), FailPoints.All.Select(place => place.Point).Distinct().Order());

    public static TheoryData<string> Services => [.. Instance.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_service_dies_at_all_of_them_but_the_saga_where_there_is_none(string service) =>
        Assert.Equal(service switch { "issuance" => 10, "console" => 8, _ => 9 }, FailPoints.All.Count(place => place.Service == service));
}
