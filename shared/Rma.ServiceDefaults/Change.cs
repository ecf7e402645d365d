using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>
/// What a route takes that changes one stream: the streams, who changes it and when. A route names it with <c>[AsParameters]</c>.
/// </summary>
public sealed record Change<TState, TEvent>(
    Streams<TState, TEvent> Streams, Caller Caller, PolicyBook Policies, TimeProvider Clock, CancellationToken CancellationToken)
    where TState : IState<TState, TEvent>
    where TEvent : class
{
    /// <summary>The person, device or system that makes the change.</summary>
    public string By => Caller.Id;

    /// <summary>When the request was read: the same for all that is decided about it.</summary>
    public DateTimeOffset Now { get; } = Clock.GetUtcNow();

    /// <summary>The policy in force now.</summary>
    public PolicyVersion Policy => Policies.InForceAt(Now);

    /// <summary>Decides a command on the stream, stores what was decided and answers 204; a refusal is thrown.</summary>
    public async Task<NoContent> Append<TCommand>(Guid id, TCommand command, Func<TState, TCommand, IEnumerable<TEvent>> decide)
    {
        await Streams.Append(id, state => decide(state, command), CancellationToken);
        return TypedResults.NoContent();
    }
}
