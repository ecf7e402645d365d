using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;

namespace Rma.Demo;

/// <summary>A line of a purchase order, as the order system writes it.</summary>
/// <param name="RmaNumber">The number that this line is for; null: any number of the order.</param>
internal sealed record OrderLine(int Line, string Sku, int Quantity, decimal NetPrice, string? RmaNumber = null, string Currency = "USD");

/// <summary>
/// The internal systems: a plain AMQP client that publishes plain JSON. It keeps unconfirmed messages and resends them after a reconnect,
/// as a careful publisher does; duplicates are harmless.
/// </summary>
internal sealed class Feed(Settings settings) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentQueue<(string Owner, string Message, byte[] Body)> told = new();
    private IConnection? connection;
    private IChannel? channel;

    public Task AccountChanged(string id, string name, string role, bool authorized, DateOnly from, int revision = 1) =>
        Publish("Accounts", "AccountChanged",
        new { accountId = id, revision, name, role, authorized, effectiveFrom = from,
            occurredAt = from.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc) });

    public Task ProductChanged(Product product, DateOnly from) => Publish("Products", "ProductChanged", new
    {
        sku = product.Sku, revision = 1, name = product.Name, warrantyMonths = product.WarrantyMonths, accessories = product.Accessories,
        hasDrive = product.HasDrive, isLicense = product.IsLicense, phasedOut = false, successorSku = (string?)null, effectiveFrom = from,
        occurredAt = from.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc),
    });

    public Task UnitShipped(string serial, string sku, string account, DateTimeOffset at, int revision = 1, bool? withdrawn = null) =>
        Publish("Shipping", "UnitShipped",
        new { shipmentId = $"SH-{serial}", revision, serialNumber = serial, sku, accountId = account, shippedAt = at, withdrawn });

    /// <param name="invoice">The invoice number, when it is not this serial number's own: a line that moves.</param>
    public Task UnitInvoiced(
        string serial, string sku, string account, DateOnly date, decimal price, decimal tax = 0m, int revision = 1, string? invoice = null,
            bool? withdrawn = null) =>
        Publish("Billing", "UnitInvoiced", new
        {
            invoiceId = $"INV-{invoice ?? serial}", line = 1, revision, serialNumber = serial, sku, accountId = account, invoiceDate = date,
                netPrice = price, discount = 20m, tax,
            freight = 12.5m, currency = "USD", withdrawn,
        });

    public Task LicenseActivated(string code, string sku, DateTimeOffset at, int? revision = null, bool? withdrawn = null) =>
        Publish("Licensing", "LicenseActivated", new { licenseCode = code, sku, activatedAt = at, revision, withdrawn });

    public Task PurchaseOrderPlaced(
        string order, string account, string? rmaNumber, string sku, decimal price, DateTimeOffset at, int revision = 1,
            bool? cancelled = null) =>
        PurchaseOrderPlaced(order, account, rmaNumber, null, [new(1, sku, 1, price)], at, revision, cancelled);

    /// <param name="rmaNumbers">Further numbers of the order.</param>
    public Task PurchaseOrderPlaced(
        string order, string account, string? rmaNumber, string[]? rmaNumbers, OrderLine[] lines, DateTimeOffset at, int revision = 1,
            bool? cancelled = null) =>
        Publish("Orders", "PurchaseOrderPlaced", new { purchaseOrderId = order, revision, accountId = account, rmaNumber, lines,
            placedAt = at, rmaNumbers, cancelled });

    /// <summary>
    /// Publishes everything again that was confirmed so far, in its order: each fact has its revision, so nothing changes twice.
    /// </summary>
    public async Task TellAgain()
    {
        foreach (var (owner, message, body) in told.ToArray()) await Send(owner, message, body);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null) await connection.DisposeAsync();
        gate.Dispose();
    }

    private async Task Publish(string owner, string message, object body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), JsonSerializerOptions.Web);
        await Send(owner, message, bytes);
        told.Enqueue((owner, message, bytes));
    }

    private async Task Send(string owner, string message, byte[] bytes)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent, UserId = settings["RMA_FEED_USER"],
            MessageId = Guid.CreateVersion7().ToString(),
        };
        await gate.WaitAsync();
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    await (await Channel()).BasicPublishAsync(
                        $"Rma.Contracts.{owner}.V1:{message}", string.Empty, mandatory: true, properties, bytes);
                    return;
                }
                catch (Exception) when (attempt < 600)
                {
                    if (connection is not null) await connection.DisposeAsync();
                    (connection, channel) = (null, null);
                    await Task.Delay(500);
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<IChannel> Channel()
    {
        if (channel is { IsOpen: true }) return channel;
        connection = await settings.Connect("FEED", "demo feed");
        return channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
    }
}
