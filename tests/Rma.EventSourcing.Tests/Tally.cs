
namespace Rma.EventSourcing.Tests;

public abstract record TallyEvent;

public sealed record Counted(int By, string? Note = null, decimal Money = 0m) : TallyEvent, ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => ["P4", "C2"];
}

public sealed record Closed(DateTimeOffset At) : TallyEvent;

public sealed record Tally(int Total, bool IsClosed) : IState<Tally, TallyEvent>
{
    public static Tally Initial { get; } = new(0, false);

    public static Tally Evolve(Tally state, TallyEvent @event) => @event switch
    {
        Counted counted => state with { Total = state.Total + counted.By },
        Closed => state with { IsClosed = true },
        _ => state,
    };
}
