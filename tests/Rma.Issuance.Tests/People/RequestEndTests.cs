using Microsoft.Extensions.Configuration;
using Rma.EventSourcing;
using Rma.Issuance.People;
using Rma.Issuance.Rmas;
using Rma.Issuance.Tests.Rmas;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.People;

/// <summary>From when on the time counts for which people's data is kept.</summary>
public sealed class RequestEndTests
{
    private static readonly RmaIssued Issued = RequestRmaTests.Issued();
    private static readonly Guid First = Issued.Lines[0].ReturnId;
    private static readonly Guid Second = ReturnIds.Of("x", 2);
    private static readonly RmaIssued Two = Issued with { Lines = [Issued.Lines[0], Issued.Lines[0] with { Line = 2, ReturnId = Second }] };
    private static readonly RmaReferred Referred = new(Request, "rma.unit-unknown", Monday, [], Issued.Decision);

    private static DateTimeOffset? EndOf(params RmaEvent[] history) =>
        RequestEnd.Of(history.Fold<ReturnAuthorization, RmaEvent>());

    [Fact]
    public void While_something_may_still_come_of_it_there_is_no_end()
    {
        Assert.Null(EndOf());
        Assert.Null(EndOf(Referred));
        Assert.Null(EndOf(Issued));
        Assert.Null(EndOf(Two, new LineClosed(First, "credited", Monday.AddDays(3))));
        Assert.Null(EndOf(Two, new LineClosed(First, "expired", Monday.AddDays(3)), new LineClosed(First, "credited", Monday.AddDays(4))));
    }

    [Fact]
    public void It_ends_with_the_last_of_its_returns()
    {
        Assert.Equal(Monday.AddDays(3), EndOf(Issued, new LineClosed(First, "credited", Monday.AddDays(3))));
        Assert.Equal(Monday.AddDays(9), EndOf(Two,
            new LineClosed(Second, "credited", Monday.AddDays(9)), new LineClosed(First, "credited", Monday.AddDays(3))));
    }

    [Fact]
    public void Without_a_return_it_ends_with_its_answer()
    {
        Assert.Equal(Monday.AddDays(1), EndOf(Issued, new RmaCancelled("mistake", "ada", Monday.AddDays(1))));
        Assert.Equal(Monday.AddDays(2), EndOf(Referred, new RequestWithdrawn("a typo", "ada", Monday.AddDays(2))));
        Assert.Equal(Monday.AddDays(31), EndOf(Referred, new RequestLapsed(Monday.AddDays(31))));
        Assert.Equal(Monday, EndOf(new RmaDenied(Request, "rma.denied", Monday, [], Issued.Decision)));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("730", 730)]
    public void Without_a_setting_it_is_kept(string? given, int? days) => Assert.Equal(
        new PeopleKept(days, null), PeopleKept.From(Configured("People:KeptDays", given)));

    [Theory]
    [InlineData("People:KeptDays", "0")]
    [InlineData("People:ReadsKeptDays", "-3")]
    [InlineData("People:KeptDays", "40000")]
    public void A_setting_that_cannot_be_meant_is_named_at_the_start(string name, string given) => Assert.Contains(
        name, Assert.Throws<InvalidOperationException>(() => PeopleKept.From(Configured(name, given))).Message, StringComparison.Ordinal);

    private static IConfigurationRoot Configured(string name, string? given) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, given)]).Build();
}
