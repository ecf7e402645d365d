using Rma.EventSourcing;

namespace Rma.Issuance.Returns;

// Everything the stream of a return can hold: its history. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of a return.</summary>
public abstract record ReturnEvent
{
    private protected ReturnEvent() { }
}

/// <summary>The return went on.</summary>
/// <param name="Because">The message that moved it.</param>
public sealed record ReturnMoved(string From, string To, string Because, DateTimeOffset MovedAt) : ReturnEvent;

/// <summary>A message came that changed nothing here: a repeat, too late, or too early. Kept, so that nobody has to wonder.</summary>
public sealed record ReturnNoted(string State, string Message, string Note, DateTimeOffset NotedAt) : ReturnEvent;

/// <summary>The history of a return.</summary>
public sealed record Return(string? State, int Moves, ReturnNoted? LastNote) : IState<Return, ReturnEvent>
{
    /// <inheritdoc />
    public static Return Initial { get; } = new(null, 0, null);

    /// <inheritdoc />
    public static Return Evolve(Return state, ReturnEvent @event) => @event switch
    {
        ReturnMoved moved => new Return(moved.To, state.Moves + 1, null),
        ReturnNoted noted => state with { LastNote = noted },
        _ => state,
    };
}
