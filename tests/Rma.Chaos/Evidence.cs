using Rma.Demo;

namespace Rma.Chaos;

/// <summary>What a client of ours holds in its hands: it set out with a unit, and it was told that its part is done.</summary>
/// <param name="Credit">What has to be credited; null when no credit may come.</param>
/// <param name="Outcome">How its return has to end.</param>
/// <param name="Charge">What has to be charged; null when no charge may come.</param>
/// <param name="Question">Why its credit has to be in question in the end; null when it may not be.</param>
internal sealed record Promise(
    string Serial, decimal? Credit, string? ReturnId, bool Done, string Outcome = "credited", decimal? Charge = null,
        string? Question = null);

/// <summary>One delivery to finance, as it came; of a charge, its id is where a credit's is.</summary>
internal sealed record Delivery(
    string? MessageId, string CreditId, string Serial, decimal Amount, string Currency, decimal LinesTotal, string BusinessDate,
    string Body);

/// <summary>A credit as one of the books has it.</summary>
internal sealed record Entry(string CreditId, string Serial, decimal Amount);

/// <summary>A return as its saga has it.</summary>
internal sealed record Standing(string ReturnId, string Serial, string State, string? Outcome, string? CreditId, string? ChargeId = null);

/// <summary>What was credited on one line of an invoice or of an order, and how much there was to credit.</summary>
/// <param name="Limit">The price paid, or the quantity ordered.</param>
internal sealed record Limited(string Line, string Of, decimal Credited, decimal Limit);

/// <summary>
/// A business date as finance can ask for it: its control total, and the notes of the date as they can be read again, those of others
/// included.
/// </summary>
/// <param name="Hash">Of the control total; null when nobody answered.</param>
/// <param name="Totals">Of the control total.</param>
internal sealed record BusinessDay(string Date, string? Hash, IReadOnlyCollection<CurrencyTotal> Totals,
    IReadOnlyCollection<Delivery> Notes)
{
    /// <summary>The same of the charges of the date; null when there were none to look at.</summary>
    public BusinessDay? Charges { get; init; }
}

/// <summary>Something that must not be there, with where and why.</summary>
internal sealed record Leftover(string Where, string What);

/// <summary>
/// Everything that is held against each other at the end: what was promised, what finance received, and the platform's own books, each from
/// another table. Read once, compared by <see cref="Checker"/>.
/// </summary>
internal sealed record Evidence
{
    public required IReadOnlyCollection<Promise> Promises { get; init; }

    public required IReadOnlyCollection<Delivery> Deliveries { get; init; }

    /// <summary>The same for charges.</summary>
    public IReadOnlyCollection<Delivery> Charges { get; init; } = [];

    /// <summary>The events that raised a charge.</summary>
    public IReadOnlyCollection<Entry> Raised { get; init; } = [];

    /// <summary>The table of charges.</summary>
    public IReadOnlyCollection<Entry> Charged { get; init; } = [];

    /// <summary>What was credited on every line of an invoice and of an order, from the table of credits.</summary>
    public IReadOnlyCollection<Limited> Lines { get; init; } = [];

    /// <summary>Credits in question, by serial number and kind, as the credit service tells them.</summary>
    public IReadOnlyCollection<(string Serial, string Kind)> Questions { get; init; } = [];

    /// <summary>What the credit service's own reconciliation does not find right, questions aside.</summary>
    public IReadOnlyCollection<Leftover> Unreconciled { get; init; } = [];

    /// <summary>The events that issued a credit, with the total.</summary>
    public required IReadOnlyCollection<Entry> Issued { get; init; }

    /// <summary>The ledgers' postings, without tax.</summary>
    public required IReadOnlyCollection<Entry> Posted { get; init; }

    /// <summary>The table of credits: total, and without tax.</summary>
    public required IReadOnlyCollection<(Entry Total, decimal Net)> Booked { get; init; }

    public required IReadOnlyCollection<Standing> Returns { get; init; }

    /// <summary>The dates of the deliveries, as the credit service states them.</summary>
    public required IReadOnlyCollection<BusinessDay> Days { get; init; }

    /// <summary>Messages that one stream dealt with in more than one step.</summary>
    public required IReadOnlyCollection<Leftover> HeardTwice { get; init; }

    public required IReadOnlyCollection<Leftover> Parked { get; init; }

    public required IReadOnlyCollection<Leftover> Quarantined { get; init; }

    /// <summary>What is still on its way in queues and outboxes when it should have arrived.</summary>
    public required IReadOnlyCollection<Leftover> Waiting { get; init; }

    /// <summary>Services that ended by themselves and were started again, with the status.</summary>
    public required IReadOnlyCollection<Leftover> Crashed { get; init; }

    /// <summary>Services that ended because their watchdog found their messaging wedged: told, and not wrong.</summary>
    public required IReadOnlyCollection<Leftover> EndedByWatchdog { get; init; }

    /// <summary>Services that said 500, and how often.</summary>
    public required IReadOnlyCollection<Leftover> Errors { get; init; }
}
