using Rma.EventSourcing;
using Xunit;

namespace Rma.Testing;

/// <summary>Decisions as sentences: <c>Given(history).When(decide).Then(events)</c>.</summary>
public abstract class Spec<TState, TEvent>
    where TState : IState<TState, TEvent>
    where TEvent : class
{
    /// <summary>The history.</summary>
    protected static Stage Given(params IEnumerable<TEvent> history) => new(history.Fold<TState, TEvent>());

    public sealed record Stage(TState State)
    {
        public Outcome When(Func<TState, IEnumerable<TEvent>> decide) => new(State, decide);
    }

    public sealed record Outcome(TState Before, Func<TState, IEnumerable<TEvent>> Decide)
    {
        /// <summary>Exactly these events; and deciding again, as for a redelivered message, changes nothing.</summary>
        public void Then(params TEvent[] expected)
        {
            Assert.Equal(expected, Decide(Before));
            Assert.Empty(Decide(expected.Aggregate(Before, TState.Evolve)));
        }

        /// <summary>No events.</summary>
        public void ThenNothing() => Assert.Empty(Decide(Before));

        /// <summary>A refusal with this code.</summary>
        public RefusedException ThenRefused(string code)
        {
            var refused = Assert.Throws<RefusedException>(() => Decide(Before).ToArray());
            Assert.Equal(code, refused.Code);
            return refused;
        }
    }
}
