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
        var (asked, check) = (context.Message, new MessageValidator("return.invalid", clock));
        var number = KnownNumbers.Read(asked.RmaNumber);
        var command = new StopExpectingReturn(new ReturnCalledOff(
            asked.ReturnId, asked.RmaId, number, check.Count(asked.Line, "line"), check.Id(asked.Reason, "reason"),
            check.Instant(asked.At, "time of the call-off"), clock.GetUtcNow()));
        return numbers.Append(number, rma => StopExpectingReturn.Decide(rma, command), context.CancellationToken);
    }
}
