using System.Globalization;
using Rma.Testing;

namespace Rma.Policy.Tests.Approved;

/// <summary>
/// The pages of this folder have every sentence of the policy in the cases that lead to it. A page is written again only with
/// <c>RMA_ACCEPT_SNAPSHOTS=1 dotnet test tests/Rma.Policy.Tests --filter Approved</c>.
/// </summary>
public sealed class ApprovedPageTests
{
    private static readonly Dictionary<string, Func<ApprovedPage>> Pages = new()
    {
        ["requests"] = () => new("Requests and their requesters", RequestQuestions.All),
        ["repair-requests"] = () => new("Requests for repairs", RepairRequestQuestions.All),
        ["credit-requests"] = () => new("Requests for credits and advance replacements", CreditRequestQuestions.All),
        ["exchanges"] = () => new("Over-the-counter exchanges", ExchangeQuestions.All),
        ["credits"] = () => new("Credits", CreditQuestions.All),
        ["replacement-credits"] = () => new("Credits of advance replacements", ReplacementCreditQuestions.All),
        ["charges"] = () => new("Charges", ChargeQuestions.All),
        ["repairs"] = () => new("Repairs", RepairQuestions.All),
        ["parcels"] = () => new("Parcels at the dock", ParcelQuestions.All),
        ["labels"] = () => new("Labels and markings", LabelQuestions.All),
        ["versions"] = () => new("Versions of the policy", VersionQuestions.All),
        ["stored"] = () => new("Stored facts and answers", StoredQuestions.All),
        ["amounts"] = () => new("Amounts, fees and dates", AmountQuestions.All),
    };

    public static TheoryData<string> Names => [.. Pages.Keys];

    // German has a comma in its numbers, Saudi Arabia another calendar. The amounts are numbers of the test and errors of the runtime.
    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Every_page_reads_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Pages.Where(page => page.Key != "amounts").ToDictionary(page => page.Key, page => page.Value().Text());
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.All(expected, page => Assert.Equal(page.Value, Pages[page.Key]().Text()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_says_what_the_policy_says(string name) => GeneratedFile.AssertHolds(
        Path.Combine(Servers.Root, "tests", "Rma.Policy.Tests", "Approved", $"{name}.md"), Pages[name]().Text());
}
