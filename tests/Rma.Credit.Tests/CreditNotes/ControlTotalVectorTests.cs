using System.Text.Json;
using System.Text.Json.Nodes;
using Rma.Contracts.Finance.V1;
using Rma.Testing;
using Own = Rma.Credit.CreditNotes.ControlTotal;

namespace Rma.Credit.Tests.CreditNotes;

/// <summary>
/// The published test vector of control totals (<c>shared/docs/contracts/control-total.json</c>), which finance's programs check themselves
/// with, is what credit states.
/// </summary>
public sealed class ControlTotalVectorTests
{
    private static readonly JsonNode Vector =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Servers.Root, "shared", "docs", "contracts", "control-total.json")))!;

    private static readonly ControlTotal Published = Read<ControlTotal>("controlTotal");

    [Fact]
    public void Credit_states_what_the_vector_says()
    {
        var own = Own.Of(Published.BusinessDate, Read<CreditNote[]>("creditNotes"), Read<ChargeNote[]>("chargeNotes"));
        Assert.Equal((Published.Hash, Published.PayeeHash), (own.Hash, own.PayeeHash));
        Assert.Equal((Published.ChargeHash, Published.ChargePayeeHash), (own.Charges.Hash, own.Charges.PayeeHash));
        Assert.Equal(Published.Totals, own.Totals);
        Assert.Equal(Published.ChargeTotals, own.Charges.Totals);
    }

    [Fact]
    public void A_zero_more_or_less_behind_the_point_is_another_hash()
    {
        var notes = Read<CreditNote[]>("creditNotes");
        var other = notes.Select(note => note.Amount == 180m ? note with { Amount = 180m } : note);
        Assert.NotEqual(Published.Hash, Own.Of(Published.BusinessDate, other, []).Hash);
    }

    private static T Read<T>(string member) => Vector[member].Deserialize<T>(JsonSerializerOptions.Web)!;
}
