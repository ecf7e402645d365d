using Rma.Demo;

namespace Rma.Chaos;

/// <summary>A client's record of a unit: it started, and it finished its part.</summary>
/// <param name="Credit">The expected credit; null when there must be none.</param>
/// <param name="Outcome">The expected outcome of its return.</param>
/// <param name="Charge">The expected charge; null when there must be none.</param>
/// <param name="Question">Why its credit must be in question in the end; null when it must not be.</param>
internal sealed record Promise(
    string Serial, decimal? Credit, string? ReturnId, bool Done, string Outcome = "credited", decimal? Charge = null,
        string? Question = null);

/// <summary>One delivery to finance, as received; for a charge, the charge id is in place of the credit id.</summary>
internal sealed record Delivery(
    string? MessageId, string CreditId, string Serial, decimal Amount, string Currency, decimal LinesTotal, string BusinessDate,
    string Body);

/// <summary>A credit as one of the books has it.</summary>
internal sealed record Entry(string CreditId, string Serial, decimal Amount);

/// <summary>A return as its saga has it.</summary>
internal sealed record Standing(string ReturnId, string Serial, string State, string? Outcome, string? CreditId, string? ChargeId = null);

/// <summary>The sum of the credits on one line of an invoice or order, and its limit.</summary>
/// <param name="Limit">The price paid, or the quantity ordered.</param>
internal sealed record Limited(string Line, string Of, decimal Credited, decimal Limit);

/// <summary>A business date as finance can query it: its control total and all notes of the date.</summary>
/// <param name="Hash">Of the control total; null when there was no answer.</param>
/// <param name="Totals">Of the control total.</param>
internal sealed record BusinessDay(string Date, string? Hash, IReadOnlyCollection<CurrencyTotal> Totals,
    IReadOnlyCollection<Delivery> Notes)
{
    /// <summary>The same for the charges of the date; null when there were none to check.</summary>
    public BusinessDay? Charges { get; init; }
}

/// <summary>A finding, with location and cause.</summary>
internal sealed record Leftover(string Where, string What);

/// <summary>
/// Everything that is compared at the end: expected results, what finance received, and the platform's own books, each from another table.
/// Read once, compared by <see cref="Checker"/>.
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

    /// <summary>The credits on every line of invoices and orders, from the table of credits.</summary>
    public IReadOnlyCollection<Limited> Lines { get; init; } = [];

    /// <summary>Credits in question, by serial number and kind, as reported by the credit service.</summary>
    public IReadOnlyCollection<(string Serial, string Kind)> Questions { get; init; } = [];

    /// <summary>Differences found by the credit service's own reconciliation, without questions.</summary>
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

    /// <summary>Messages that one stream processed in more than one step.</summary>
    public required IReadOnlyCollection<Leftover> HeardTwice { get; init; }

    public required IReadOnlyCollection<Leftover> Parked { get; init; }

    public required IReadOnlyCollection<Leftover> Quarantined { get; init; }

    /// <summary>Messages still in queues and outboxes after everything should have been delivered.</summary>
    public required IReadOnlyCollection<Leftover> Waiting { get; init; }

    /// <summary>Services that ended by themselves and were restarted, with the status.</summary>
    public required IReadOnlyCollection<Leftover> Crashed { get; init; }

    /// <summary>Services ended by their watchdog because messaging was stuck: reported, not an error.</summary>
    public required IReadOnlyCollection<Leftover> EndedByWatchdog { get; init; }

    /// <summary>What the console showed otherwise than a rebuild of it from the services' histories.</summary>
    public IReadOnlyCollection<Leftover> Shown { get; init; } = [];

    /// <summary>Services that answered 500, and how often.</summary>
    public required IReadOnlyCollection<Leftover> Errors { get; init; }
}
