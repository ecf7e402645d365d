using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class PolicyBookTests
{
    private static readonly PolicyVersion Next = Altered(document =>
    {
        document["id"] = "us-2027-03";
        document["effectiveFrom"] = "2027-03-01";
    });

    private static readonly PolicyBook Both = new([Us, Next]);

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void A_version_is_in_force_from_its_first_day_until_the_day_before_the_next()
    {
        Assert.Same(Us, Both.InForceOn(new DateOnly(2015, 8, 1)));
        Assert.Same(Us, Both.InForceOn(new DateOnly(2027, 2, 28)));
        Assert.Same(Next, Both.InForceOn(new DateOnly(2027, 3, 1)));
        Assert.Same(Next, Both.InForceOn(new DateOnly(2037, 1, 1)));
    }

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void A_date_before_the_first_version_is_refused()
    {
        var refusal = Assert.Throws<NoPolicyInForceException>(() => Both.InForceOn(new DateOnly(2015, 7, 31)));
        Assert.Equal(new DateOnly(2015, 7, 31), refusal.BusinessDate);
        Assert.Throws<NoPolicyInForceException>(() => Both.InForceAt(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    [Trait("Rule", "P1/A-02")]
    public void A_version_begins_at_its_own_midnight()
    {
        Assert.Same(Us, Both.InForceAt(Local(2027, 2, 28, 23, 59, 59)));
        Assert.Same(Next, Both.InForceAt(Local(2027, 3, 1, 0)));
    }

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void A_stored_decision_finds_its_version_by_id()
    {
        Assert.Same(Us, Both.Get("us-2026-01"));
        Assert.Throws<KeyNotFoundException>(() => Both.Get("us-1999-01"));
    }

    [Fact]
    [Trait("Rule", "P1/A-50")]
    public void A_book_that_would_not_know_which_version_to_apply_is_refused()
    {
        Assert.Equal("id", Assert.Throws<InvalidPolicyException>(() => new PolicyBook([])).Setting);
        Assert.Equal("id", Assert.Throws<InvalidPolicyException>(() => new PolicyBook([Us, Us])).Setting);
        Assert.Equal("effectiveFrom", Assert.Throws<InvalidPolicyException>(() =>
            new PolicyBook([Us, Altered(document => document["id"] = "us-2026-02")])).Setting);
        Assert.Equal("jurisdiction", Assert.Throws<InvalidPolicyException>(() => new PolicyBook([Us, Altered(document =>
        {
            document["id"] = "jp-2026-02";
            document["effectiveFrom"] = "2026-02-01";
            document["jurisdiction"] = "JP";
        })])).Setting);
    }
}
