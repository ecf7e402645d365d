using Rma.EventSourcing;
using Xunit;

namespace Rma.Testing;

/// <summary>Decisions as sentences: <c>Given(history).When(decide).Then(events)</c>.</summary>
public abstract class Spec<TState, TEvent>
    where TState : IState<TState, TEvent>
    where TEvent : class
{
    /// <summary>What has happened so far.</summary>
    protected static Stage Given(params IEnumerable<TEvent> history) => new(history.Fold<TState, TEvent>());

    public sealed record Stage(TState State)
    {
        public Outcome When(Func<TState, IEnumerable<TEvent>> decide) => new(State, decide);
    }

    public sealed record Outcome(TState Before, Func<TState, IEnumerable<TEvent>> Decide)
    {
        /// <summary>These events, whole; and deciding a second time, as a redelivered message does, changes nothing.</summary>
        public void Then(params TEvent[] expected)
        {
            Assert.Equal(expected, Decide(Before));
            Assert.Empty(Decide(expected.Aggregate(Before, TState.Evolve)));
        }

        /// <summary>Already so.</summary>
        public void ThenNothing() => Assert.Empty(Decide(Before));

        /// <summary>No, by this name.</summary>
        public RefusedException ThenRefused(string code)
        {
            var refused = Assert.Throws<RefusedException>(() => Decide(Before).ToArray());
            Assert.Equal(code, refused.Code);
            return refused;
        }
    }
}
