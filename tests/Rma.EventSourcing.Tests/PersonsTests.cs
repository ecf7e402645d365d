namespace Rma.EventSourcing.Tests;

public sealed class PersonsTests
{
    [Theory]
    [InlineData("ada", "ada", true)]
    [InlineData("ada", "Ada", true)]
    [InlineData("ada", " ADA ", true)]
    [InlineData("ada", "ada2", false)]
    [InlineData("ada", null, false)]
    [InlineData(null, null, false)]
    public void A_person_stays_the_same_in_another_spelling(string? one, string? other, bool same)
    {
        Assert.Equal(same, Persons.AreSame(one, other));
        Assert.Equal(same, Persons.AreSame(other, one));
    }
}
