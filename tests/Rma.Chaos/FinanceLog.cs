using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// Finance for the checker: every delivery is written to a file before it is acknowledged; nothing is left out or merged.
/// </summary>
internal sealed class FinanceLog(Settings settings, Journal journal) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> heard = new();
    private readonly ConcurrentDictionary<string, JsonNode> credits = new();
    private readonly ConcurrentDictionary<string, JsonNode> charges = new();
    private readonly CancellationTokenSource closing = new();
    private Task work = Task.CompletedTask;
    private int count;

    /// <summary>Called for each note.</summary>
    public Action? Noted { get; set; }

    public void Open() => work = Task.Run(Listen);

    /// <summary>When the first note for a serial number arrived.</summary>
    public Task Heard(string serial) => Of(serial).Task;

    /// <summary>The first credit note for a serial number.</summary>
    public JsonNode? CreditFor(string serial) => credits.GetValueOrDefault(serial);

    /// <summary>The first charge note for a serial number.</summary>
    public JsonNode? ChargeFor(string serial) => charges.GetValueOrDefault(serial);

    /// <summary>Whether it has arrived.</summary>
    public bool HasNoteFor(string serial) => Of(serial).Task.IsCompleted;

    /// <summary>The number of serial numbers with a note.</summary>
    public int Count => Volatile.Read(ref count);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await work;
        closing.Dispose();
    }

    private TaskCompletionSource Of(string serial) =>
        heard.GetOrAdd(serial, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task Listen()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await settings.Connect("FINANCE", "chaos finance", closing.Token);
                await using var channel = await connection.CreateChannelAsync();
                await channel.BasicQosAsync(0, 100, false);
                AsyncEventingBasicConsumer[] reading =
                [
                    await Read(channel, "finance.credit-notes", note => Came(note, credits)),
                    await Read(channel, "finance.charge-notes", note => Came(note, charges)),
                    await Read(channel, "finance.control-totals", _ => { }),
                    await Read(channel, "finance.histories", _ => { }),
                ];
                // A queue that moves between nodes may cancel its consumer and leave the channel open.
                while (channel.IsOpen && Array.TrueForAll(reading, one => one.IsRunning)) await Task.Delay(200, closing.Token);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                await Task.Delay(500, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Came(JsonNode note, ConcurrentDictionary<string, JsonNode> kept)
    {
        var serial = note["serialNumber"]!.GetValue<string>();
        kept.TryAdd(serial, note);
        Noted?.Invoke();
        if (Of(serial).TrySetResult()) Interlocked.Increment(ref count);
    }

    private async Task<AsyncEventingBasicConsumer> Read(IChannel channel, string queue, Action<JsonNode> came)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var body = Encoding.UTF8.GetString(delivery.Body.Span);
            var note = JsonNode.Parse(body)!;
            journal.Write(new { queue, messageId = delivery.BasicProperties.MessageId, note });
            await channel.BasicAckAsync(delivery.DeliveryTag, false);
            came(note);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        return consumer;
    }
}
