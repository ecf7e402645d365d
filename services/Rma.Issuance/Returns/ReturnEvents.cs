using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

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

/// <summary>Whether an exchanged unit earns a replacement to stock (clauses T9, T10).</summary>
public sealed record ReplacementDecided(OtcReplacementFacts Facts, Decision Decision, DateTimeOffset DecidedAt)
    : ReturnEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>A loaner left with this return.</summary>
public sealed record LoanerSentOut(
    Guid RmaId, string RmaNumber, int Line, string LoanerSerialNumber, string Carrier, string TrackingNumber, string SentBy,
    DateTimeOffset SentAt) : ReturnEvent;

/// <summary>The loaner is back.</summary>
public sealed record LoanerCameBack(
    Guid RmaId, string RmaNumber, int Line, string LoanerSerialNumber, string TakenBy, DateTimeOffset ReturnedAt) : ReturnEvent;

/// <summary>The history of a return.</summary>
/// <param name="State">The saga's state; null before the first move.</param>
/// <param name="LastNote">The last thing noted since the last move.</param>
public sealed record Return(string? State, int Moves, ReturnNoted? LastNote) : IState<Return, ReturnEvent>
{
    /// <summary>The loaner that is out; null when none is.</summary>
    public LoanerSentOut? Loaner { get; init; }

    /// <summary>The loaner that came back last; null when none did.</summary>
    public LoanerCameBack? LoanerBack { get; init; }

    /// <inheritdoc />
    public static Return Initial { get; } = new(null, 0, null);

    /// <inheritdoc />
    public static Return Evolve(Return state, ReturnEvent @event) => @event switch
    {
        ReturnMoved moved => state with { State = moved.To, Moves = state.Moves + 1, LastNote = null },
        ReturnNoted noted => state with { LastNote = noted },
        LoanerSentOut sent => state with { Loaner = sent },
        LoanerCameBack back => state with { Loaner = null, LoanerBack = back },
        _ => state,
    };
}
