using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

/// <summary>How a unit is shipped from the bench.</summary>
/// <param name="OtherService">When the requester asked for another service than ground (W11).</param>
public sealed record Shipment(string Carrier, string TrackingNumber, OtherService? OtherService = null)
{
    /// <summary>The deviation as it is stored; null for the ground service.</summary>
    /// <exception cref="RefusedException">The amounts are impossible in the currency of the job.</exception>
    internal Freight? Freight(RepairJobOpened job)
    {
        if (OtherService is not { } other) return null;
        var currency = job.Currency ?? other.Currency
            ?? throw new RefusedException("shipment.currency-missing", "No invoice is known: say in which currency the freight was paid.");
        if (other.Currency is { } said && said != currency)
            throw new RefusedException("shipment.currency-differs", $"What is charged for this return is in {currency}, not in {said}.");
        return other.MinorUnits.TryGetValue(currency, out var places) && decimal.Round(other.Cost, places) == other.Cost
            && decimal.Round(other.GroundCost, places) == other.GroundCost
            ? new Freight(other.Service, other.Cost, other.GroundCost, currency)
            : throw new RefusedException("shipment.cost-malformed", $"The costs have to be in whole minor units of {currency}.");
    }

    /// <exception cref="InvalidInputException">Incomplete, or no deviation at all.</exception>
    internal static Shipment Read(string carrier, string trackingNumber, FreightRequest? freight, PolicyVersion policy)
    {
        if (string.IsNullOrWhiteSpace(carrier) || string.IsNullOrWhiteSpace(trackingNumber))
            throw new InvalidInputException("shipment.incomplete", "Name the carrier and the tracking number.");
        return new(Words(carrier), Words(trackingNumber), freight is null ? null : Read(freight, policy));
    }

    private static OtherService Read(FreightRequest freight, PolicyVersion policy)
    {
        if (string.IsNullOrWhiteSpace(freight.Service) || freight.Service.Trim() == policy.Settings.GroundService)
            throw new InvalidInputException(
                "shipment.no-deviation", $"Name the service that was asked for instead of {policy.Settings.GroundService}.");
        if (freight.Cost is < 0m or > 1_000_000m || freight.GroundCost is < 0m or > 1_000_000m)
            throw new InvalidInputException("shipment.cost-out-of-range", "The costs are 0 to 1,000,000.");
        return new(Words(freight.Service), freight.Cost, freight.GroundCost, freight.Currency, policy.Settings.CurrencyMinorUnits);
    }

    private static string Words(string text) => text.Trim() is { Length: <= 100 } words
        ? words
        : throw new InvalidInputException("shipment.too-long", "Carrier, tracking number and service have at most 100 characters.");
}

/// <summary>Another service than ground, as requested.</summary>
/// <param name="Currency">Required only when the job has none.</param>
public sealed record OtherService(
    string Service, decimal Cost, decimal GroundCost, string? Currency, IReadOnlyDictionary<string, int> MinorUnits);

/// <param name="Cost">What the service cost, in major units.</param>
/// <param name="GroundCost">What the ground service would have cost; the domestic rate where there is none .</param>
/// <param name="Currency">Only where no invoice is known.</param>
public sealed record FreightRequest(string Service, decimal Cost, decimal GroundCost, string? Currency = null);
