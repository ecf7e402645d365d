using Npgsql;
using Rma.EventSourcing;
using Rma.Issuance.Accounts;
using Rma.Issuance.Products;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

/// <summary>
/// Gathers the facts a request rests on, lets the policy decide, and reserves the authorized units, all in the request's transaction: of two
/// requests for one unit the second one sees the first one's reservation.
/// </summary>
internal sealed class IssueDesk(
    Streams<Account, AccountEvent> accounts, Streams<Product, ProductEvent> products, Streams<Unit, UnitEvent> units,
    Streams<ReturnAuthorization, RmaEvent> rmas, AmbientTransaction transaction, PolicyBook policies, TimeProvider clock)
{
    /// <summary>The answer to a request, stored.</summary>
    public async Task<ReturnAuthorization> Answer(RmaRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var policy = policies.InForceAt(now);
        var today = policy.Calendar.LocalDate(now);
        var account = (await accounts.Get(request.AccountId, cancellationToken)).On(today);
        var lines = new List<(LineFacts Facts, LineProduct Product)>();
        foreach (var item in request.Items) lines.Add(await FactsOf(item, request.AccountId, today, cancellationToken));

        var command = new RequestRma(
            request, await NextNumber(cancellationToken), policy,
            new IssuanceFacts(now, request.Remedy, account is null ? null : new AccountFacts(account.Role, account.Authorized), [.. lines.Select(line => line.Facts)]),
            [.. lines.Select(line => line.Product)], now);
        var answer = await rmas.Append(request.RmaId, rma => RequestRma.Decide(rma, command), cancellationToken);
        if (answer is ReturnAuthorization.Issued { Authorization: var issued }) await Reserve(issued, cancellationToken);
        return answer;
    }

    // In the order of the serial numbers, so that two requests never wait for each other in a ring.
    private async Task Reserve(RmaIssued issued, CancellationToken cancellationToken)
    {
        foreach (var line in issued.Lines.OrderBy(line => line.SerialNumber, StringComparer.Ordinal))
        {
            var command = new OpenRemedy(line.ReturnId, issued.Request.RmaId, issued.RmaNumber, issued.Request.Remedy, issued.IssuedAt);
            await units.Append(line.SerialNumber, unit => OpenRemedy.Decide(unit, command), cancellationToken);
        }
    }

    private async Task<(LineFacts, LineProduct)> FactsOf(string item, string accountId, DateOnly today, CancellationToken cancellationToken)
    {
        var unit = await units.Get(item, cancellationToken);
        var purchase = unit.LatestPurchase;
        var sku = purchase?.Sku ?? unit.LatestShipment?.Sku;
        var product = sku is null ? null : (await products.Get(sku, cancellationToken)).On(today);
        var soldTo = purchase?.AccountId ?? unit.LatestShipment?.AccountId;
        var facts = new LineFacts
        {
            Item = item, IsLicense = product?.IsLicense ?? false, Sku = product?.Sku, SoldToThisAccount = soldTo is null ? null : soldTo == accountId,
            InvoiceDate = purchase?.InvoiceDate, NetPrice = purchase?.NetPrice, Currency = purchase?.Currency,
            ActivatedAt = unit.Activation?.ActivatedAt, OpenRmaNumber = unit.OpenRemedy?.RmaNumber, AlreadyCredited = unit.LatestSaleIsCredited,
        };
        return (facts, new LineProduct(item, product?.Sku, facts.IsLicense, product?.HasDrive ?? false, product?.Accessories ?? []));
    }

    private async Task<RmaNumber> NextNumber(CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command("select nextval('rma_number_sequence')", cancellationToken);
        return RmaNumber.FromSequence((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
