using System.Text.Json;
using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.CreditCases;

public sealed class StoredEventTests
{
    public static TheoryData<object> Events =>
    [
        Fee20, Referred, WithoutInvoice, Credited180, Late, Posted180, Activated,
        new AnalystDecided(Usd(120.00m), "light scratch", ["ab"], "ana", "credit-analyst", Monday),
        new AnalystDecided(null, "no", [], "ana", "credit-analyst", Monday),
    ];

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void Is_read_back_whole(object stored)
    {
        var json = JsonSerializer.Serialize(stored, stored.GetType(), EventNames.Json);
        Assert.Equal(stored, JsonSerializer.Deserialize(json, stored.GetType(), EventNames.Json));
        // what an event cites is stored in its headers
        Assert.DoesNotContain("\"Clauses\":[\"C3\",\"V4\"]", json, StringComparison.Ordinal);
        Assert.True(stored is CreditCaseEvent or LedgerEvent);
    }

    [Theory]
    [InlineData("credit_issued.json", typeof(CreditIssued))]
    [InlineData("credit_denied.json", typeof(CreditDenied))]
    [InlineData("credit_referred.json", typeof(CreditReferred))]
    public void What_was_stored_before_all_remedies_were_known_still_reads_as_a_credit_return(string file, Type type)
    {
        using var earlier = typeof(StoredEventTests).Assembly.GetManifestResourceStream(file)!;
        var (request, facts) = JsonSerializer.Deserialize(earlier, type, EventNames.Json) switch
        {
            CreditIssued e => (e.Request, e.Facts),
            CreditDenied e => (e.Request, e.Facts),
            CreditReferred e => (e.Request, e.Facts),
            var other => throw new InvalidOperationException($"It reads as {other}."),
        };
        Assert.Equal((null, null, null), (request.Remedy, request.InspectedBy, request.Replacement));
        Assert.Equal(Policy.Remedies.CreditReturn, facts.Remedy);
    }
}
