using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>Takes several messages in one transaction.</summary>
/// <typeparam name="T">What a consumer makes of a message.</typeparam>
public interface ITakeTogether<T>
{
    /// <summary>
    /// Writes what follows from the messages, on the scope's transaction. Any of them may have been taken before, and there is no inbox:
    /// the second time must change nothing.
    /// </summary>
    Task Take(IReadOnlyList<T> messages, CancellationToken cancellationToken);

    /// <summary>What was written is committed.</summary>
    void Committed()
    {
    }
}

/// <summary>
/// Brings together what a queue delivers at the same time: while one transaction is under way the next messages wait, and then go together
/// in one. So a quiet queue commits each message at once, and a busy one many at a time. A message that cannot be taken does not hold up
/// the others: after an error that no retry mends each is taken alone.
/// </summary>
public sealed class Gathering<T>(IServiceScopeFactory scopes, PostgresCircuit circuit)
{
    /// <summary>Messages of one transaction, at most.</summary>
    public const int Most = 64;

    private readonly ConcurrentQueue<Waiting> waiting = new();
    private int working;

    private sealed record Waiting(T Message)
    {
        public TaskCompletionSource Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Returns when the message is committed.</summary>
    /// <exception cref="Exception">As thrown by <see cref="ITakeTogether{T}.Take"/>; nothing was written.</exception>
    public Task Take(T message)
    {
        var one = new Waiting(message);
        waiting.Enqueue(one);
        if (Interlocked.CompareExchange(ref working, 1, 0) == 0)
        {
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(Work);
        }

        return one.Taken.Task;
    }

    private async Task Work()
    {
        do
        {
            while (Next() is { Count: > 0 } messages) await Settle(messages);
            Volatile.Write(ref working, 0);
        }
        while (!waiting.IsEmpty && Interlocked.CompareExchange(ref working, 1, 0) == 0);
    }

    private List<Waiting> Next()
    {
        var messages = new List<Waiting>();
        while (messages.Count < Most && waiting.TryDequeue(out var one)) messages.Add(one);
        return messages;
    }

    private async Task Settle(List<Waiting> messages)
    {
        try
        {
            await Commit([.. messages.Select(one => one.Message)]);
            foreach (var one in messages) one.Taken.SetResult();
        }
        catch (Exception exception) when (messages.Count == 1 || Transient.Is(exception))
        {
            foreach (var one in messages) one.Taken.SetException(exception);
        }
        catch (Exception)
        {
            foreach (var one in messages) await Settle([one]);
        }
    }

    private async Task Commit(IReadOnlyList<T> messages)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (services, transaction) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<AmbientTransaction>());
        await circuit.Run(async ct => await transaction.Begin(ct), CancellationToken.None);
        var taker = services.GetRequiredService<ITakeTogether<T>>();
        await taker.Take(messages, CancellationToken.None);
        await services.GetRequiredService<UnitOfWork>().Commit();
        taker.Committed();
    }
}
