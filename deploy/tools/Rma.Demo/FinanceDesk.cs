using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Rma.Demo;

/// <summary>The notes that finance received.</summary>
internal interface INotes
{
    /// <summary>The credit note for a serial number, once it came.</summary>
    JsonNode? NoteFor(string serial);

    /// <summary>The charge note for a serial number, once it came.</summary>
    JsonNode? ChargeFor(string serial);

    /// <summary>Called when a return has ended as far as its client can see; notes to finance may still be on their way.</summary>
    void Ended(Case item)
    {
    }
}

/// <summary>
/// Finance: a plain AMQP consumer with its own read-only user. Stores every delivery that credit signed before it acknowledges it; others
/// it counts and does not pay.
/// </summary>
internal sealed class FinanceDesk(Settings settings) : INotes, IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonNode> notes = new();
    private readonly ConcurrentQueue<JsonNode> charges = new();
    private readonly CancellationTokenSource closing = new();
    private readonly NoteProof proof = NoteProof.From(settings["RMA_SENDER_KEYS_FILE"]);
    private Task work = Task.CompletedTask;
    private int unproven;

    /// <summary>Notes that credit did not sign.</summary>
    public int Unproven => Volatile.Read(ref unproven);

    /// <summary>Every delivery, in order; repeats included.</summary>
    public IReadOnlyCollection<JsonNode> Deliveries => notes;

    /// <summary>The credit note for an RMA line's serial number, once it came.</summary>
    public JsonNode? NoteFor(string serial) => notes.FirstOrDefault(note => note["serialNumber"]?.GetValue<string>() == serial);

    /// <summary>Every charge note delivered, in order; repeats included.</summary>
    public IReadOnlyCollection<JsonNode> Charges => charges;

    /// <summary>The charge note for a serial number, once it came.</summary>
    public JsonNode? ChargeFor(string serial) => charges.FirstOrDefault(note => note["serialNumber"]?.GetValue<string>() == serial);

    public void Open() => work = Task.Run(Listen);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await work;
        closing.Dispose();
    }

    private async Task Listen()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await settings.Connect("FINANCE", "demo finance", closing.Token);
                await using var channel = await connection.CreateChannelAsync();
                await channel.BasicQosAsync(0, 50, false);
                await Read(channel, "finance.credit-notes", notes);
                await Read(channel, "finance.charge-notes", charges);
                while (channel.IsOpen) await Task.Delay(200, closing.Token);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                await Task.Delay(500, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Read(IChannel channel, string queue, ConcurrentQueue<JsonNode> into)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (proof.IsOfCredit(delivery)) into.Enqueue(JsonNode.Parse(delivery.Body.Span)!);
            else Interlocked.Increment(ref unproven);
            await channel.BasicAckAsync(delivery.DeliveryTag, false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }
}
