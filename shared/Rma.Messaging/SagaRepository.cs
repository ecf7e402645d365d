using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Npgsql;
using NpgsqlTypes;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Saga instances as JSON rows of the ambient transaction. The row lock serializes concurrent messages of one instance; rows are never
/// deleted, so a late duplicate cannot start a finished saga again.
/// </summary>
internal sealed class SagaRows<TSaga>(AmbientTransaction transaction, TimeProvider clock)
    where TSaga : class, SagaStateMachineInstance
{
    private static readonly string Name = typeof(TSaga).Name;

    public async Task<bool> Insert(TSaga saga, CancellationToken cancellationToken)
    {
        var written = await transaction.Write(
            "insert into sagas (saga, correlation_id, data, state, entered_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            Row(saga), cancellationToken);
        FailPoint.Hit("saga.written");
        return written == 1;
    }

    // Its row was locked when it was loaded, and no row is ever deleted. The time of entering a state does not change while messages leave
    // the state the same.
    public void Update(TSaga saga)
    {
        transaction.Enqueue(
            "update sagas set data = $3, state = $4, updated_at = now(), entered_at = case when state = $4 then entered_at else $5 end " +
                "where saga = $1 and correlation_id = $2",
            Row(saga));
        FailPoint.Hit("saga.written");
    }

    public Task<TSaga?> Load(Guid correlationId, CancellationToken cancellationToken) => transaction.Read(
        "select data from sagas where saga = $1 and correlation_id = $2 for update",
        [new NpgsqlParameter<string> { TypedValue = Name }, new NpgsqlParameter<Guid> { TypedValue = correlationId }],
        async rows => await rows.ReadAsync(cancellationToken) ? JsonSerializer.Deserialize<TSaga>(rows.GetString(0))
            : null, cancellationToken);

    private NpgsqlParameter[] Row(TSaga saga)
    {
        var json = JsonSerializer.SerializeToElement(saga);
        return
        [
            new NpgsqlParameter<string> { TypedValue = Name },
            new NpgsqlParameter<Guid> { TypedValue = saga.CorrelationId },
            new NpgsqlParameter { Value = json.GetRawText(), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new NpgsqlParameter<string> { TypedValue = json.GetProperty("CurrentState").GetString() ?? "Initial" },
            new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime },
        ];
    }
}

internal sealed class SagaRepositoryContextFactory<TSaga>(
    SagaRows<TSaga> rows, ISagaConsumeContextFactory<SagaRows<TSaga>, TSaga> factory)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, SagaStateMachineInstance
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class =>
        next.Send(new TransactionalSagaContext<TSaga, T>(rows, context, factory));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class => throw new NotSupportedException("Sagas are correlated by id only.");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new LoadContext(rows, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "ambient transaction");

    private sealed class LoadContext(SagaRows<TSaga> rows, CancellationToken cancellationToken)
        : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    {
        public async Task<TSaga> Load(Guid correlationId) => (await rows.Load(correlationId, CancellationToken))!;
    }
}

internal sealed class TransactionalSagaContext<TSaga, T>(
    SagaRows<TSaga> rows, ConsumeContext<T> context, ISagaConsumeContextFactory<SagaRows<TSaga>, TSaga> factory)
    : ConsumeContextScope<T>(context, rows), SagaRepositoryContext<TSaga, T>
    where TSaga : class, SagaStateMachineInstance
    where T : class
{
    public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, TSaga instance, SagaConsumeContextMode mode) where TMessage : class =>
        factory.CreateSagaConsumeContext(rows, consumeContext, instance, mode);

    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) => Make(instance, SagaConsumeContextMode.Add);

    // Null when the row exists already: MassTransit then loads the existing row.
    public async Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance) =>
        await rows.Insert(instance, CancellationToken) ? await Make(instance, SagaConsumeContextMode.Insert) : null!;

    public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId) =>
        await rows.Load(correlationId, CancellationToken) is { } saga ? await Make(saga, SagaConsumeContextMode.Load) : null!;

    public async Task Save(SagaConsumeContext<TSaga> context)
    {
        // Two initial messages raced and the other one inserted: retry, this time with the existing row.
        if (!await rows.Insert(context.Saga, CancellationToken)) throw new VersionConflictException($"saga {context.Saga.CorrelationId:D}");
    }

    public Task Update(SagaConsumeContext<TSaga> context)
    {
        rows.Update(context.Saga);
        return Task.CompletedTask;
    }

    // Never deleted: a finished saga stays and ignores repeats.
    public Task Delete(SagaConsumeContext<TSaga> context) => Update(context);

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    private Task<SagaConsumeContext<TSaga, T>> Make(TSaga instance, SagaConsumeContextMode mode) =>
        factory.CreateSagaConsumeContext(rows, this, instance, mode);
}
