using System.Text.Json;
using Rma.Contracts.Console.V1;
using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Messaging;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Restores;

/// <summary>The requests for credits and charges that issuance had sent, by return.</summary>
internal sealed class Requests
{
    private readonly ILookup<Guid, CreditRequest> credits;
    private readonly ILookup<Guid, ChargeRequest> charges;

    public Requests(IReadOnlyList<PastMessage> asked, TimeProvider clock)
    {
        var (ofCredits, ofCharges) = (new CreditRequestReader(clock), new ChargeRequestReader(clock));
        credits = Of<V1.AssessCredit>(asked).Select(ofCredits.Read).ToLookup(request => request.ReturnId);
        charges = Of<V1.AssessCharge>(asked).Select(ofCharges.Read).ToLookup(request => request.ReturnId);
    }

    /// <summary>The returns of which a credit was requested.</summary>
    public IEnumerable<Guid> OfCredits => credits.Select(requests => requests.Key);

    /// <summary>The returns of which a charge was requested.</summary>
    public IEnumerable<Guid> OfCharges => charges.Select(requests => requests.Key);

    /// <summary>The last request before a decision; null when it is not known.</summary>
    public CreditRequest? Credit(Guid returnId, DateTimeOffset decidedAt) =>
        Last(credits[returnId], request => request.RequestedAt, decidedAt);

    /// <inheritdoc cref="Credit" />
    public ChargeRequest? Charge(Guid returnId, DateTimeOffset decidedAt) =>
        Last(charges[returnId], request => request.RequestedAt, decidedAt);

    // The clocks of two services may differ by a little: then the earliest one it was.
    private static T? Last<T>(IEnumerable<T> requests, Func<T, DateTimeOffset> at, DateTimeOffset decidedAt) where T : class
    {
        var ordered = requests.OrderBy(at).ToArray();
        return ordered.LastOrDefault(request => at(request) <= decidedAt) ?? ordered.FirstOrDefault();
    }

    private static IEnumerable<T> Of<T>(IEnumerable<PastMessage> asked) => asked
        .Where(message => message.Type == Topology.ExchangeOf(typeof(T)))
        .Select(message => JsonSerializer.Deserialize<T>(message.Body, PastReader.Json)!);
}
