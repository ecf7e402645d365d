using System.Text.Json;

namespace Rma.EventSourcing;

/// <summary>A statement that writes one row of a read model, with the properties of <paramref name="Row"/> as its parameters.</summary>
/// <param name="Sql">Begins with <c>insert into</c>, <c>update</c> or <c>delete from</c> and the name of the table.</param>
public sealed record RowChange(string Sql, object Row);

/// <summary>A table whose rows are made of events alone.</summary>
/// <param name="Name">The table in the service's schema.</param>
/// <param name="StreamId">SQL over its columns: the id of the stream to which a row belongs, without the category.</param>
/// <param name="StreamIdType">The SQL type of that id.</param>
/// <param name="Only">SQL over its columns: which of the rows are made of events; null = all.</param>
public sealed record ReadModelTable(string Name, string StreamId, string StreamIdType = "uuid", string? Only = null);

/// <summary>
/// Writes rows of its own tables in the transaction of the append, and does nothing else: so the rows can be made again from the stored
/// events (<see cref="ReadModelRebuild"/>), and come out the same.
/// </summary>
/// <remarks>
/// It sees one event at a time, so that it makes no difference which events were appended together. Times and ids come from the event,
/// never from the clock or the database.
/// </remarks>
public interface IInlineProjection<TState, TEvent>
{
    /// <summary>The tables it writes, those that others refer to first. No other projection writes these rows.</summary>
    IReadOnlyList<ReadModelTable> Tables { get; }

    /// <summary>SQL that ends a rebuild, for rows that the database derives from the tables; null when there are none.</summary>
    string? Afterwards => null;

    /// <summary>The rows that change with one event.</summary>
    /// <param name="id">The stream's id, without the category.</param>
    IEnumerable<RowChange> Project(string id, Step<TState, TEvent> step);
}

/// <summary>A projection as it is registered in a service, for a rebuild.</summary>
/// <param name="Name">The name of its class in kebab case.</param>
/// <param name="Category">The category of its streams.</param>
/// <param name="Replay">The changes of a whole history, given the stream's id and its events.</param>
public sealed record RegisteredProjection(
    string Name, string Category, IReadOnlyList<ReadModelTable> Tables, string? Afterwards,
    Func<string, IEnumerable<object>, IEnumerable<RowChange>> Replay)
{
    /// <summary>Registers a projection of a stream.</summary>
    public static RegisteredProjection Of<TState, TEvent>(
        IInlineProjection<TState, TEvent> projection, StreamCategory<TState, TEvent> category)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        new(NameOf(projection.GetType()), category.Name, projection.Tables, projection.Afterwards, (id, events) =>
            events.Cast<TEvent>().StepsAfter(TState.Initial, 0).SelectMany(step => projection.Project(id, step)));

    /// <summary>The name under which a projection is rebuilt.</summary>
    public static string NameOf(Type projection) => JsonNamingPolicy.KebabCaseLower.ConvertName(projection.Name);
}
