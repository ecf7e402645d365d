namespace Rma.EventSourcing;

/// <summary>
/// What else happens in the transaction of an append: appends to another stream, publishes messages, posts a notice. It runs once, when the
/// events are appended, and is never repeated by a rebuild.
/// </summary>
public interface IReaction<TState, TEvent>
{
    Task On(Appended<TState, TEvent> appended, CancellationToken cancellationToken);
}

/// <summary>What follows an append in its transaction: the rows of the read models, then the reactions, which may read them.</summary>
public sealed class AfterAppend<TState, TEvent>(
    AmbientTransaction transaction,
    IEnumerable<IInlineProjection<TState, TEvent>> projections,
    IEnumerable<IReaction<TState, TEvent>> reactions)
{
    internal async Task Run(Appended<TState, TEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var projection in projections)
        {
            foreach (var change in appended.Steps.SelectMany(step => projection.Project(appended.Id, step)))
                transaction.EnqueueRow(change.Sql, change.Row);
        }

        foreach (var reaction in reactions) await reaction.On(appended, cancellationToken);
    }
}
