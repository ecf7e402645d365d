namespace Rma.Demo;

/// <summary>A product of the manufacturer's table.</summary>
/// <param name="WarrantyMonths">From shipment, parts and labor.</param>
internal sealed record Product(
    string Sku, string Name, int? WarrantyMonths, decimal Price, string[] Accessories, bool HasDrive = false, bool IsLicense = false);

/// <summary>The manufacturer's product families with their warranty periods.</summary>
internal static class Catalogue
{
    public static readonly Product Camera = new("EZN-268", "Network camera, fixed lens", 24, 180.00m, ["bracket", "screws", "quick guide"]);
    public static readonly Product Dome = new("EPTZ-3600", "IP speed dome", 12, 640.50m, ["mount", "power supply"]);
    public static readonly Product Monitor = new("EN-7517", "Monitor", 12, 210.30m, ["stand", "cable"]);
    public static readonly Product Recorder =
        new("ENVR-8316", "Network video recorder", 36, 1_249.99m, ["remote", "mouse", "rack ears"], HasDrive: true);
    public static readonly Product MobileRecorder =
        new("EMV-800", "Mobile video recorder", 36, 899.00m, ["harness", "key"], HasDrive: true);
    public static readonly Product License = new("GENIE-CH", "Channel license", null, 50.00m, [], IsLicense: true);

    public static readonly Product[] All =
    [
        Camera, Dome, Monitor, Recorder, MobileRecorder, License,
        new("ECOR-264", "Digital video recorder", 36, 420m, ["remote"], HasDrive: true),
        new("EZ-630", "Analog zoom camera", 12, 260m, ["bracket"]),
        new("EQ-900", "Analog IR camera", 36, 95m, ["bracket"]),
        new("ERA-871", "Access control reader", 24, 75m, ["back box"]),
        new("EVS-410", "Video server", 36, 310m, ["power supply"]),
        new("EMQ-400", "Quad processor", 12, 140m, ["power supply"]),
        new("HDD-4TB", "Hard drive", 36, 160m, [], HasDrive: true),
        new("EFL-2812", "Lens", 12, 60m, []),
        new("EPHD-16", "HD-SDI recorder, 16 channels", 24, 780m, ["remote"], HasDrive: true),
        new("EHD-350", "HD-SDI camera", 24, 190m, ["bracket"]),
        new("EPOE-08", "PoE switch", 12, 150m, ["power supply"]),
        new("EIVP-NVR", "Video analytics recorder", 24, 1_500m, ["remote"], HasDrive: true),
    ];
}
