namespace Rma.Histories.Tests;

/// <summary>A message on its way.</summary>
/// <param name="At">It is not delivered before this time.</param>
internal sealed record Letter(object Message, Guid Id, DateTimeOffset At);

/// <summary>
/// Delivers messages in any order, some of them twice. The order comes from a number, so that a history can be played again.
/// </summary>
internal sealed class Bus
{
    private readonly List<Letter> waiting = [];
    private uint dice;

    /// <summary>Messages that are due.</summary>
    public bool HasDue(DateTimeOffset now) => waiting.Exists(letter => letter.At <= now);

    /// <summary>The next order of deliveries.</summary>
    public void Shuffle(int number) => dice = (uint)number;

    public void Publish(object message, Guid id, DateTimeOffset at) => waiting.Add(new(message, id, at));

    /// <summary>One of the messages that are due; it may come once more later.</summary>
    public Letter? Take(DateTimeOffset now)
    {
        var due = waiting.Where(letter => letter.At <= now).ToArray();
        if (due.Length == 0) return null;
        var taken = due[Roll(due.Length)];
        if (!MayRepeat(taken.Message) || Roll(8) > 0) waiting.Remove(taken);
        return taken;
    }

    /// <summary>Whether the next messages wait for another time.</summary>
    public bool IsSlow() => Roll(12) == 0;

    // The inbox drops a repeat by its id. Where the return alone is idempotent, the histories do without it. A loaner may leave twice with
    // one return, so a repeat of its first departure after its return can only be told by its id.
    private static bool MayRepeat(object message) =>
        message is not (Contracts.Issuance.V1.LoanerSent or Contracts.Issuance.V1.LoanerReturned);

    private int Roll(int sides)
    {
        dice = dice * 1_664_525 + 1_013_904_223;
        return (int)((dice >> 16) % (uint)sides);
    }
}
