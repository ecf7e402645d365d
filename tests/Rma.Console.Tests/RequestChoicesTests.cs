using System.Text.Json;
using Rma.Console.Requests;
using Rma.Policy;

namespace Rma.Console.Tests;

/// <summary>One set for all items, with what differs for some, becomes a request for each remedy.</summary>
public sealed class RequestChoicesTests
{
    private static readonly string[] Items = ["A-1", "A-2", "A-3", "A-4"];

    [Fact]
    public void Each_remedy_is_a_request_of_its_own_and_what_would_be_refused_is_left_out()
    {
        var choices = Read(("remedy", Remedies.CreditReturn), ("reason", "overstock"), ("defect", " unused "), ("reference", "PO 7"),
            ("skip", "yes"), ("remedy-1", Remedies.WarrantyRepair), ("reason-1", "no-power"), ("remedy-2", RequestChoices.LeaveOut));
        var requests = choices.Requests("ACME", Entitled("Yes", "Yes", "Yes", "No"));
        Assert.Equal([Remedies.WarrantyRepair, Remedies.CreditReturn], requests.Select(request => request.Remedy));
        Assert.Equal(["A-2"], requests[0].Items);
        Assert.Equal(["A-1"], requests[1].Items);
        Assert.Equal(
            """
            {"remedy":"warranty-repair","accountId":"ACME","reference":"PO 7","originalOrder":null,"originalInvoice":null,"contact":null,
            "lines":[{"item":"A-2","reasonCode":"no-power","defect":"unused"}]}
            """.ReplaceLineEndings(""), JsonSerializer.Serialize(requests[0].Body));
    }

    [Fact]
    public void What_would_be_refused_is_asked_for_when_somebody_wants_the_refusal()
    {
        var requests = Read(("remedy", Remedies.CreditReturn)).Requests(null, Entitled("No", "Refer", "Yes", "No"));
        Assert.Equal(Items, Assert.Single(requests).Items);
    }

    [Fact]
    public void Nothing_is_asked_for_without_a_remedy() => Assert.Empty(Read(("skip", "yes")).Requests(null, Entitled("Yes", "Yes")));

    [Fact]
    public void Answers_are_summed_by_remedy()
    {
        var answers = new Entitlements("2026-1", new DateOnly(2026, 12, 1), Entitled("Yes", "No", "Refer", "Yes"));
        var credit = answers.Summaries.Single(summary => summary.Remedy == Remedies.CreditReturn);
        Assert.Equal((2, 1, 1), (credit.Yes, credit.No, credit.Refer));
        Assert.Equal(new Sum(200m, "USD"), Assert.Single(credit.Expected));
        Assert.Equal("because", credit.Against?.Reason);
    }

    private static RequestChoices Read(params (string Name, string Value)[] form) =>
        RequestChoices.Read(name => form.FirstOrDefault(field => field.Name == name).Value ?? "", Items);

    private static ItemEntitlement[] Entitled(params string[] outcomes) =>
    [
        .. outcomes.Select((outcome, place) => new ItemEntitlement(Items[place],
        [
            new(Remedies.WarrantyRepair, nameof(Outcome.Yes), null, "", []),
            new(Remedies.CreditReturn, outcome, null, "because", ["C1"], ExpectedAmount: new Sum(100m, "USD")),
        ])),
    ];
}
