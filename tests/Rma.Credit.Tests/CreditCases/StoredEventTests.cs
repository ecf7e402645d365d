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
        Assert.DoesNotContain("\"Clauses\":[\"C3\",\"V4\"]", json, StringComparison.Ordinal); // what an event cites is stored in its headers
        Assert.True(stored is CreditCaseEvent or LedgerEvent);
    }
}
