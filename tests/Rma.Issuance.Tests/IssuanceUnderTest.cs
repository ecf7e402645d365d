using Microsoft.AspNetCore.Builder;
using Rma.Contracts.Accounts.V1;
using Rma.Contracts.Billing.V1;
using Rma.Contracts.Products.V1;
using Rma.Contracts.Shipping.V1;
using Rma.Policy;
using Rma.Testing;

namespace Rma.Issuance.Tests;

public class IssuanceUnderTest : ServiceUnderTest
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    public static readonly DateOnly Today = PolicyBook.Load().InForceAt(Now).Calendar.LocalDate(Now);

    protected override string Name => "issuance";

    /// <summary>The folder for policy versions added at run time.</summary>
    public string PolicyFolder { get; } = Directory.CreateTempSubdirectory("rma-policies-").FullName;

    protected override WebApplication Build(string[] args) =>
        IssuanceService.Build([.. args, "--Webhooks:AllowedHosts:0=127.0.0.1", $"--Policy:Folder={PolicyFolder}", .. Settings]);

    /// <summary>Settings beyond the usual ones.</summary>
    protected virtual string[] Settings => [];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(PolicyFolder, recursive: true);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        AddKey("partner-2", "partner", account: "ACC-2");
        await PublishPlain(new AccountChanged("ACC-1", 1, "Ada Distribution", "distributor", true, new(2020, 1, 1), Now));
        await PublishPlain(new AccountChanged("ACC-2", 1, "Bob Integration", "integrator", true, new(2020, 1, 1), Now));
        await PublishPlain(new AccountChanged("ACC-3", 1, "Eve Retail", "retailer", true, new(2020, 1, 1), Now));
        await PublishPlain(new ProductChanged("CAM-2", 1, "Dome camera", 24, ["bracket"], false, false, false, null, new(2020, 1, 1), Now));
        AddKey("second-desk", "returns-desk");
        await PublishPlain(new ProductChanged("NVR-1", 1, "Recorder", 36, ["remote"], true, false, false, null, new(2020, 1, 1), Now));
        await PublishPlain(new ProductChanged("DOME-1", 1, "Speed dome", 12, ["mount"], false, false, false, null, new(2020, 1, 1), Now));
        await Events("product-NVR-1", 1);
        await Events("product-DOME-1", 1);
        await PublishPlain(new ProductChanged("VMS-1", 1, "License", null, [], false, true, false, null, new(2020, 1, 1), Now));
        foreach (var account in new[] { "ACC-1", "ACC-2", "ACC-3" }) await Events($"account-{account}", 1);
        await Events("product-CAM-2", 1);
        await Events("product-VMS-1", 1);
    }

    /// <summary>A unit that was shipped and invoiced some days ago, as known to issuance.</summary>
    public async Task Sold(string serial, int daysAgo = 10, string account = "ACC-1", string sku = "CAM-2")
    {
        await PublishPlain(new UnitShipped($"SH-{serial}", 1, serial, sku, account, Now.AddDays(-daysAgo)));
        await PublishPlain(new UnitInvoiced($"INV-{serial}", 1, 1, serial, sku, account, Today.AddDays(-daysAgo), 180m, 0m, 0m, 5m, "USD"));
        await Recorded(serial, "unit_shipment_recorded", 1);
        await Recorded(serial, "unit_purchase_recorded", 1);
    }

    /// <summary>Waits until this many events of a kind were recorded for a unit.</summary>
    public Task Recorded(string serial, string type, long count) => Wait.Until(
        () => Scalar<long>($"select count(*) from mt_events where stream_id = 'unit-{serial}' and type = '{type}'"), seen =>
            seen >= count, $"{type} of {serial}");

    /// <summary>Waits until a stream has this many events.</summary>
    public Task Events(string stream, long count) => Wait.Until(
        () => Scalar<long>($"select count(*) from mt_events where stream_id = '{stream}'"), seen =>
            seen >= count, $"{count} events in {stream}");
}
