using Rma.EventSourcing;
using Rma.Policy.Scanning;

namespace Rma.Receiving.Parcels;

/// <summary>Data of a carton from the carrier's label and the scales, without influence on decisions.</summary>
/// <param name="Carton">The number of the carton within the shipment, from 1.</param>
/// <param name="Cartons">The number of cartons.</param>
/// <param name="Sscc">Serial shipping container code, 18 digits.</param>
public sealed record CarrierLabel(
    string? Carrier = null, string? TrackingNumber = null, decimal? WeightKg = null, int? Carton = null, int? Cartons = null,
    string? Sscc = null)
{
    /// <summary>The label as stored; null when nothing was sent.</summary>
    /// <exception cref="InvalidInputException">An impossible value.</exception>
    internal static CarrierLabel? Read(ScanParcelRequest request)
    {
        if (request.WeightKg is { } weight && (weight <= 0 || weight > 100_000 || decimal.Round(weight, 3) != weight))
            throw new InvalidInputException(
                "scan.weight-out-of-range", "The weight is in kilograms, more than 0, at most 100000, to the gram.");
        if (request.Carton is < 1 or > 999 || request.Cartons is < 1 or > 999 || request.Carton > request.Cartons)
            throw new InvalidInputException(
                "scan.carton-out-of-range", "Cartons are counted from 1 to at most 999; a carton is one of them.");
        var sscc = ScannedText.Kept(request.Sscc) is not { } said ? null : TrackingNumbers.SsccOf(said)
            ?? throw new InvalidInputException(
                "scan.sscc-malformed", "A serial shipping container code is 18 digits with a right check digit.");
        var kept = new CarrierLabel(
            Line(request.Carrier, 40, "carrier"), Line(request.TrackingNumber, 128, "tracking number"), request.WeightKg, request.Carton,
            request.Cartons, sscc);
        return kept == new CarrierLabel() ? null : kept;
    }

    private static string? Line(string? text, int longest, string what) => ScannedText.Kept(text) is not { } kept ? null
        : kept.Length <= longest ? kept
            : throw new InvalidInputException("scan.label-too-long", $"The {what} has at most {longest} characters.");
}
