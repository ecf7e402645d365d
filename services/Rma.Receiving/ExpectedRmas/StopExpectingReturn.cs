using MassTransit;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Receiving.ExpectedRmas;

/// <summary>
/// Cancels an expected return. May arrive before the return is expected: then it is stored. Received units stay received.
/// </summary>
public sealed record StopExpectingReturn(ReturnCalledOff CallOff)
{
    public static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma state, StopExpectingReturn command) =>
        state.CalledOff.ContainsKey(command.CallOff.ReturnId) ? [] : [command.CallOff];
}

internal sealed class StopExpectingReturnConsumer(Streams<ExpectedRma, ExpectedRmaEvent> numbers, TimeProvider clock)
    : IConsumer<Contracts.Receiving.V1.StopExpectingReturn>
{
    public Task Consume(ConsumeContext<Contracts.Receiving.V1.StopExpectingReturn> context)
    {
        var command = new StopExpectingReturn(Read(context.Message, clock));
        return numbers.Append(
            command.CallOff.RmaNumber, rma => StopExpectingReturn.Decide(rma, command), context.CancellationToken);
    }

    /// <exception cref="DeadLetterException">A member is not readable; the reason names it.</exception>
    internal static ReturnCalledOff Read(Contracts.Receiving.V1.StopExpectingReturn asked, TimeProvider clock)
    {
        var check = new MessageValidator("return.invalid", clock);
        return new(
            asked.ReturnId, asked.RmaId, KnownNumbers.Read(asked.RmaNumber), check.Count(asked.Line, "line"),
            check.Id(asked.Reason, "reason"), check.Instant(asked.At, "time of the call-off"), clock.GetUtcNow());
    }
}
