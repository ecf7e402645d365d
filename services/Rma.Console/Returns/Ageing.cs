using Dapper;
using Rma.Contracts.Issuance;
using Rma.ServiceDefaults;

namespace Rma.Console.Returns;

/// <summary>
/// How long an item may be in a state, as set by <c>Ageing:…</c> (a state's name and a time such as <c>3.00:00:00</c>): longer is
/// overdue. An item that is awaited is due on the last day of its number instead (clause P4).
/// </summary>
internal sealed class Ageing
{
    private static readonly Dictionary<string, TimeSpan> Usual = new()
    {
        [ReturnStates.AwaitingInspection] = TimeSpan.FromDays(3), [ReturnStates.AwaitingTest] = TimeSpan.FromDays(5),
        [ReturnStates.AwaitingCredit] = TimeSpan.FromDays(1), [ReturnStates.WithAnalyst] = TimeSpan.FromDays(5),
        [ReturnStates.InRepair] = TimeSpan.FromDays(14), [ReturnStates.AwaitingQuoteAnswer] = TimeSpan.FromDays(30),
        [ReturnStates.OnBench] = TimeSpan.FromDays(5), [ReturnStates.AwaitingCharge] = TimeSpan.FromDays(5),
        [ReturnStates.AwaitingLoaner] = TimeSpan.FromDays(90), [ItemStates.Referred] = TimeSpan.FromDays(10),
    };

    private static readonly DateOnly NeverExpires = new(9999, 12, 31);
    private readonly PolicyDays days;
    private readonly TimeProvider clock;

    /// <exception cref="InvalidOperationException">A setting names no state that ages, or no time.</exception>
    public Ageing(IConfiguration configuration, PolicyDays days, TimeProvider clock)
    {
        (this.days, this.clock) = (days, clock);
        var limits = new Dictionary<string, TimeSpan>(Usual);
        foreach (var setting in configuration.GetSection("Ageing").GetChildren())
        {
            if (!limits.ContainsKey(setting.Key) || !TimeSpan.TryParse(setting.Value, System.Globalization.CultureInfo.InvariantCulture,
                out var limit) || limit <= TimeSpan.Zero)
                throw new InvalidOperationException(
                    $"Ageing:{setting.Key} has to be one of {string.Join(", ", Usual.Keys)} with a time such as 3.00:00:00.");
            limits[setting.Key] = limit;
        }

        Limits = limits;
    }

    /// <summary>By state.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Limits { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Today, policy-local.</summary>
    public DateOnly Today => days.Today;

    /// <summary>The policy-local day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => days.DayOf(instant);

    /// <summary>The first instant of a policy-local day, UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) => days.StartOf(day);

    /// <summary>The last day of the next step, policy-local; null when it has none.</summary>
    /// <remarks>What is on hold is due at the end of the hold at the earliest.</remarks>
    public DateOnly? DueOn(ReturnRow row) => DueOn(row.State, row.Since, row.ValidThrough) is { } due
        ? row.HeldUntil is { } held && held > due ? held : due : null;

    /// <summary>The same of an item that has been in a state since then, with a number that is valid through that day.</summary>
    public DateOnly? DueOn(string state, DateTimeOffset since, DateOnly? validThrough) =>
        state == ReturnStates.AwaitingArrival ? validThrough == NeverExpires ? null : validThrough
        : Limits.TryGetValue(state, out var limit) ? DayOf(since + limit) : null;

    /// <summary>A condition on rows: the last day of the next step is before this day. What is due before today is overdue.</summary>
    /// <param name="name">Begins the names of its parameters.</param>
    /// <param name="values">Where they are added.</param>
    public string DueBefore(DateOnly day, string name, DynamicParameters values)
    {
        values.Add(name, day);
        var limits = Limits.Select((limit, index) =>
        {
            values.Add($"{name}{index}", StartOf(day) - limit.Value);
            return $"state = '{limit.Key}' and since < @{name}{index}";
        });
        var due = string.Join(" or ", limits.Prepend($"state = '{ReturnStates.AwaitingArrival}' and valid_through < @{name}"));
        return $"({due}) and (held_until is null or held_until < @{name})";
    }

    /// <summary>Whether the last day is over.</summary>
    public bool IsOverdue(ReturnRow row) => DueOn(row) is { } due && due < Today;
}
