using Rma.Messaging;

namespace Rma.Chaos.Tests;

public sealed class FailPointTests
{
    [Fact]
    public void Every_place_that_the_services_know_is_one_where_they_have_to_die() =>
        Assert.Equal(FailPoint.All.Order(), FailPoints.All.Select(place => place.Point).Distinct().Order());

    [Theory]
    [InlineData("issuance", 10)]
    [InlineData("receiving", 9)]
    [InlineData("repair", 9)]
    [InlineData("credit", 9)]
    public void Every_service_dies_at_all_of_them_but_the_saga_where_there_is_none(string service, int places) =>
        Assert.Equal(places, FailPoints.All.Count(place => place.Service == service));
}
