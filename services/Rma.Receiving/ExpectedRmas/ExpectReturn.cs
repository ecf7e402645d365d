using MassTransit;
using Rma.Messaging;
using Rma.Policy;
using Rma.Receiving.Parcels;

namespace Rma.Receiving.ExpectedRmas;

/// <summary>
/// Allows a unit to arrive under its number. When this message is late and a unit of the line was already found in a parcel of this number,
/// the unit is received with the times of its scan.
/// </summary>
public sealed record ExpectReturn(ReturnExpected Line)
{
    public static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma state, ExpectReturn command) => state switch
    {
        ExpectedRma.Expected rma when rma.Line(command.Line.ReturnId) is { } known =>
            !known.IsOutstanding || known.Facts with { HeardAt = command.Line.HeardAt } == command.Line ? [] : [command.Line],
        ExpectedRma.Expected rma => [command.Line, .. FoundBefore(rma, command.Line)],
        _ => [command.Line],
    };

    private static IEnumerable<ExpectedRmaEvent> FoundBefore(ExpectedRma.Expected rma, ReturnExpected line) => rma.Unlisted
        .Where(unit => unit.Scan.SerialNumber == line.SerialNumber || unit.Scan.Readings.Contains(line.SerialNumber))
        .Where(unit => !rma.CalledOff.TryGetValue(line.ReturnId, out var offAt) || unit.Scan.ArrivedAt < offAt)
        .Take(1)
        .Select(unit => new LineReceived(line.ReturnId, unit.Scan, FoundBefore: true));
}

internal sealed class ExpectReturnConsumer(Dock dock, TimeProvider clock) : IConsumer<Contracts.Receiving.V1.ExpectReturn>
{
    public Task Consume(ConsumeContext<Contracts.Receiving.V1.ExpectReturn> context) =>
        dock.Expect(new ExpectReturn(Read(context.Message, clock)), context.CancellationToken);

    /// <exception cref="DeadLetterException">A member is not readable; the reason names it.</exception>
    internal static ReturnExpected Read(Contracts.Receiving.V1.ExpectReturn asked, TimeProvider clock)
    {
        var check = new MessageValidator("return.invalid", clock);
        var number = KnownNumbers.Read(asked.RmaNumber);
        return new(
            asked.ReturnId, asked.RmaId, number, check.Count(asked.Line, "line"), check.Id(asked.AccountId, "account"),
            check.Id(asked.SerialNumber, "serial number"), check.IdOrNone(asked.Sku, "SKU"), asked.HasDrive,
            [.. asked.Accessories.Select(accessory => check.Name(accessory, "accessory"))], check.Instant(asked.IssuedAt, "time of issue"),
            ValidThrough(asked.ValidThrough), clock.GetUtcNow(), check.IdOrNone(asked.ReasonCode, "reason code"),
            check.Prose(asked.Defect, "defect"));

        // A validity may be long, but it must fit the calendar; a ticket has none.
        DateOnly ValidThrough(DateOnly day) => day.Year is >= 2000 and < 9000 || day == DateOnly.MaxValue ? day
            : throw check.Bad("last day", "asked.ValidThrough", $"is {day.Iso()}");
    }
}

/// <summary>RMA numbers in messages of other services.</summary>
internal static class KnownNumbers
{
    /// <summary>As printed, which is the key of its stream.</summary>
    /// <exception cref="DeadLetterException">Not a valid RMA number; no parcel could be marked with it.</exception>
    public static string Read(string rmaNumber) => RmaNumber.TryRead(rmaNumber, out var number)
        ? number.ToString()
        : throw new DeadLetterException("rma-number.unsound", "The message names an RMA number whose form or check symbol is wrong.");
}
