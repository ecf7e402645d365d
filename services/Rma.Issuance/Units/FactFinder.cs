using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Issuance.Accounts;
using Rma.Issuance.Products;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>The policy's facts about an item, and the data that is added when it is authorized.</summary>
public sealed record ItemFacts(LineFacts Line, LineProduct Product);

/// <summary>Collects the facts of a decision from the streams, as known now or at an instant. Read-only.</summary>
internal sealed class FactFinder(
    Streams<Account, AccountEvent> accounts, Streams<Product, ProductEvent> products, Streams<Unit, UnitEvent> units)
{
    /// <summary>The account on a policy-local day; null when unknown.</summary>
    public async Task<AccountFacts?> Account(
        string accountId, DateOnly day, DateTimeOffset? knownAt, CancellationToken cancellationToken) =>
        (await Known(accounts, accountId, knownAt, cancellationToken)).On(day) is { } stated
            ? new AccountFacts(stated.Role, stated.Authorized) : null;

    /// <summary>The facts of an item for an account, for a decision on a day.</summary>
    /// <param name="knownAt">Only what had been recorded by then; null = everything.</param>
    /// <param name="ofSku">The product, when several products share the serial number; null = whatever is known.</param>
    public async Task<ItemFacts> Item(
        string item, string accountId, bool defectReported, PolicyVersion policy, DateOnly day, DateTimeOffset? knownAt,
        CancellationToken cancellationToken, string? ofSku = null)
    {
        var unit = await Known(units, item, knownAt, cancellationToken);
        var sale = Sale.Of(unit, ofSku);
        var (shipment, purchase) = (sale.Shipment, sale.Purchase);
        var sku = purchase?.Sku ?? shipment?.Sku ?? (ofSku is null || unit.Replaces?.Sku == ofSku ? unit.Replaces?.Sku : null);
        var product = sku is null ? new Product.Unknown() : await Known(products, sku, knownAt, cancellationToken);
        var today = product.On(day);
        DateOnly? shippedOn = shipment is null ? null : policy.Calendar.LocalDate(shipment.ShippedAt);
        var buyers = unit.BuyersOf(sale);
        var exchange = unit.Exchange;
        var line = new LineFacts
        {
            Item = item, DefectReported = defectReported, IsLicense = today?.IsLicense ?? false, HasDrive = today?.HasDrive
                ?? false, Sku = today?.Sku,
            SoldToThisAccount = buyers.Count == 0 ? null : buyers.Contains(accountId),
            Contradictions = sale.Contradictions.Count == 0 ? null
                : sale.Contradictions, InvoiceDate = purchase?.InvoiceDate, NetPrice = purchase?.NetPrice,
            Currency = purchase?.Currency, ShippedOn = shippedOn,
            // The product row in force when the unit shipped.
            WarrantyMonths = shippedOn is { } shipped ? product.On(shipped)?.WarrantyMonths : null,
            InheritedWarrantyEnd = unit.Replaces is { Kind: ReplacementKinds.RefurbishedSwap, WarrantyEndsOn: { } end } ? end : null,
            ExtendedThrough = unit.Extensions.Select(extension => (DateOnly?)extension.Through).Max(),
            ReplacedBy = unit.ReplacedBy?.ReplacementSerialNumber, PhasedOut = today?.PhasedOut
                ?? false, SuccessorSku = today?.SuccessorSku, ValidatedAt = unit.ValidatedAt,
            ExchangedAt = exchange?.ExchangedAt, ExchangedForSku = exchange is null ? null
                : await SkuOf(exchange, knownAt, cancellationToken),
            AccountAtExchange = exchange is null ? null
                : await Account(exchange.AccountId, policy.Calendar.LocalDate(exchange.ExchangedAt), knownAt, cancellationToken),
            ActivatedAt = unit.Activation?.ActivatedAt, OpenRmaNumber = unit.OpenRemedyOf(ofSku)?.RmaNumber,
            AlreadyCredited = unit.IsCredited(purchase), Overrides = unit.Overrides.Count == 0 ? null
                : [.. unit.Overrides.Select(attached => attached.Override)],
        };
        return new(line, new LineProduct(
            item, today?.Sku, line.IsLicense, line.HasDrive, today?.Accessories ?? [], WarrantyPeriod.On(line, day), unit.Grade));
    }

    // The replacement that the distributor gave: as shipped by us, else as reported.
    private async Task<string?> SkuOf(UnitExchanged exchange, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        var given = await Known(units, exchange.ReplacementSerialNumber, knownAt, cancellationToken);
        return given.LatestShipment?.Sku ?? given.LatestPurchase?.Sku ?? exchange.ReplacementSku;
    }

    private static async Task<TState> Known<TState, TEvent>(
        Streams<TState, TEvent> streams, string id, DateTimeOffset? knownAt, CancellationToken cancellationToken)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        knownAt is { } instant
            ? (await streams.History(id, cancellationToken)).Where(stored => stored.Timestamp <= instant)
                .Select(stored => (TEvent)stored.Body).Fold<TState, TEvent>()
            : await streams.Get(id, cancellationToken);
}
