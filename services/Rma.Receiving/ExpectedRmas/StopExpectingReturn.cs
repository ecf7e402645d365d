using MassTransit;
using Rma.EventSourcing;

namespace Rma.Receiving.ExpectedRmas;

/// <summary>Calls a return off. May come before the return was expected: it is remembered. What has been received stays received.</summary>
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
        var asked = context.Message;
        var number = KnownNumbers.Read(asked.RmaNumber);
        var command = new StopExpectingReturn(new ReturnCalledOff(
            asked.ReturnId, asked.RmaId, number, asked.Line, asked.Reason, asked.At, clock.GetUtcNow()));
        return numbers.Append(number, rma => StopExpectingReturn.Decide(rma, command), context.CancellationToken);
    }
}
