using Rma.Contracts.Issuance;
using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Issuance.InvoiceLines;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Receiving.ReceivedUnits;
using Rma.Repair.RepairJobs;

namespace Rma.Histories.Tests;

/// <summary>
/// All four services for one serial number, in memory: issuance with its real streams and its real process of a return, the others with
/// their real <c>Decide</c>, <c>Evolve</c> and messages. A refusal changes nothing; every decision is repeated and must then yield nothing.
/// Messages are delivered in any order, late, and some of them twice.
/// </summary>
internal sealed partial class House
{
    public static readonly DateTimeOffset Start = new(2025, 6, 2, 18, 0, 0, TimeSpan.Zero);

    public const string Serial = "S1", Account = "ACC-1", Sku = "CAM-2";

    private readonly List<(DateTimeOffset At, object Event)> log = [];

    public House(PolicyVersion policy, bool hasDrive, int warrantyMonths, decimal price)
    {
        (Policy, HasDrive, WarrantyMonths, Price) = (policy, hasDrive, warrantyMonths, price);
        Clock = new ClockOf(this);
        Issuance = new IssuanceInMemory(this);
    }

    public PolicyVersion Policy { get; }

    public bool HasDrive { get; }

    public int WarrantyMonths { get; }

    public decimal Price { get; }

    public DateTimeOffset Now { get; set; } = Start;

    public DateOnly Today => Policy.Calendar.LocalDate(Now);

    public TimeProvider Clock { get; }

    public IssuanceInMemory Issuance { get; }

    public Bus Bus { get; } = new();

    /// <summary>Messages that nobody could take.</summary>
    public List<string> DeadLetters { get; } = [];

    /// <summary>All decided events, in order.</summary>
    public IReadOnlyList<(DateTimeOffset At, object Event)> Log => log;

    public Unit Unit => IssuanceInMemory.Now(Issuance.Units, Serial);

    public List<ReturnCase> Cases { get; } = [];

    public Ledger Ledger { get; private set; } = Ledger.Initial;

    /// <summary>The open case of the serial number; null when there is none.</summary>
    public ReturnCase? Open => Cases.LastOrDefault(item => item.IsOpen);

    public void Note(object @event) => log.Add((Now, @event));

    public void OfUnit(Func<Unit, IEnumerable<UnitEvent>> decide) => OfStream(Issuance.Units, Serial, decide);

    public void OfRma(ReturnCase item, Func<ReturnAuthorization, IEnumerable<RmaEvent>> decide) =>
        OfStream(Issuance.Rmas, item.RmaId.ToString("D"), decide);

    public void OfReturn(ReturnCase item, Func<Return, IEnumerable<ReturnEvent>> decide) =>
        OfStream(Issuance.Returns, item.ReturnId.ToString("D"), decide);

    /// <summary>An invoice line's facts for the unit, as passed on by the stream of the line.</summary>
    public void Invoice(UnitPurchaseRecorded purchase)
    {
        InvoiceLine = Decide(InvoiceLine, line => StateInvoiceLine.Decide(line, new(new(Serial, purchase), [])), InvoiceLine.Evolve);
        if (InvoiceLine is InvoiceLine.Known known) OfUnit(unit => FollowInvoiceLine.Decide(unit, new(Serial, known)));
    }

    public InvoiceLine InvoiceLine { get; private set; } = InvoiceLine.Initial;

    /// <summary>The ledgers of a credit: that of the unit, and that of its invoice line, which belongs to no other unit here.</summary>
    public LedgersOfItem Ledgers => LedgersOfItem.None with { Item = Ledger };

    public void OfLedger(Func<Ledger, IEnumerable<LedgerEvent>> decide) => Ledger = Decide(Ledger, decide, Ledger.Evolve);

    /// <summary>A command on a stream of issuance; a refusal changes nothing.</summary>
    private void OfStream<TState, TEvent>(Streams<TState, TEvent> streams, string id, Func<TState, IEnumerable<TEvent>> decide)
        where TState : IState<TState, TEvent> where TEvent : class
    {
        if (Attempt(() => streams.Append(id, decide, default))) EnsureNothingIsLeft(decide, IssuanceInMemory.Now(streams, id));
    }

    /// <summary>Work of issuance; false when it was refused, which leaves nothing behind.</summary>
    public bool Attempt(Func<Task> work)
    {
        try
        {
            Issuance.Work(work);
            return true;
        }
        catch (Exception no) when (IsRefusal(no))
        {
            return false;
        }
    }

    /// <summary>Decides, applies, publishes, and decides again; a refusal leaves the state unchanged.</summary>
    public TState Decide<TState, TEvent>(
        TState state, Func<TState, IEnumerable<TEvent>> decide, Func<TState, TEvent, TState> evolve,
        Func<TState, TEvent, IEnumerable<object>>? publishes = null) where TEvent : notnull
    {
        try
        {
            return DecideAgain(state, decide, evolve, publishes);
        }
        catch (Exception no) when (IsRefusal(no))
        {
            return state;
        }
    }

    /// <summary>The same for a message: a refusal is the caller's to report.</summary>
    private TState DecideAgain<TState, TEvent>(
        TState state, Func<TState, IEnumerable<TEvent>> decide, Func<TState, TEvent, TState> evolve,
        Func<TState, TEvent, IEnumerable<object>>? publishes = null) where TEvent : notnull
    {
        TEvent[] decided = [.. decide(state)];
        foreach (var @event in decided)
        {
            state = evolve(state, @event);
            Note(@event);
            foreach (var (index, message) in (publishes?.Invoke(state, @event) ?? []).Index())
                Bus.Publish(message, NameBasedId.Of($"{typeof(TState).Name}/{log.Count}/{index}"), Now);
        }

        if (decided.Length > 0) EnsureNothingIsLeft(decide, state);
        return state;
    }

    private static bool IsRefusal(Exception no) => no is RefusedException or InvalidInputException or FeeOutsideBandException;

    private static void EnsureNothingIsLeft<TState, TEvent>(Func<TState, IEnumerable<TEvent>> decide, TState after)
    {
        try
        {
            var again = decide(after).ToArray();
            if (again.Length > 0) throw new HistoryException($"I13: said twice, {again[0]} was decided twice");
        }
        catch (Exception no) when (IsRefusal(no))
        {
            // The second time it may also be refused: nothing changes.
        }
    }

    private sealed class ClockOf(House house) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => house.Now;
    }

    /// <summary>The policy's facts of the unit today.</summary>
    public LineFacts Line => new()
    {
        Item = Serial, DefectReported = true, HasDrive = HasDrive, Sku = Unit.LatestShipment is null && Unit.LatestPurchase is null ? null
            : Sku,
        SoldToThisAccount = Unit.LatestPurchase is null && Unit.LatestShipment is null ? null
            : true, InvoiceDate = Unit.LatestPurchase?.InvoiceDate,
        NetPrice = Unit.LatestPurchase?.NetPrice, Currency = Unit.LatestPurchase?.Currency, ShippedOn = Unit.LatestShipment is { } shipped
            ? Policy.Calendar.LocalDate(shipped.ShippedAt) : null,
        WarrantyMonths = WarrantyMonths, ExtendedThrough = Unit.Extensions.Select(extension => (DateOnly?)extension.Through).Max(),
        ReplacedBy = Unit.ReplacedBy?.ReplacementSerialNumber, ValidatedAt = Unit.ValidatedAt, ExchangedAt = Unit.Exchange?.ExchangedAt,
        ExchangedForSku = Unit.Exchange?.ReplacementSku, AccountAtExchange = Unit.Exchange is null ? null
            : new("distributor", true), OpenRmaNumber = Unit.OpenRemedy?.RmaNumber, AlreadyCredited = Unit.LatestSaleIsCredited,
    };
}

/// <summary>One return under way, across the services.</summary>
internal sealed class ReturnCase(House house, string remedy, int number)
{
    public string Remedy => remedy;

    public RmaNumber Number { get; } = RmaNumber.FromSequence(number);

    public Guid RmaId { get; } = NameBasedId.Of($"history/{number}");

    public Guid ReturnId => ReturnIds.Of(Number.ToString(), 1);

    public ReturnAuthorization Rma => IssuanceInMemory.Now(house.Issuance.Rmas, RmaId.ToString("D"));

    /// <summary>The saga; null until it heard its first message.</summary>
    public ReturnState? Line { get; set; }

    public bool IsOpen => Line is null || !ReturnStates.Ended.Contains(Line.CurrentState);

    /// <summary>How it ended; null while it is open.</summary>
    public string? Outcome => IsOpen ? null : Line!.Outcome ?? "cancelled";

    public ExpectedRma Dock { get; set; } = ExpectedRma.Initial;

    public List<Parcel> Parcels { get; } = [];

    public ReceivedUnit Received { get; set; } = ReceivedUnit.Initial;

    public Dictionary<string, RepairJob> Bench { get; } = [];

    public CreditCase Credit { get; set; } = CreditCase.Initial;

    public ChargeCase Charge { get; set; } = ChargeCase.Initial;
}

/// <summary>A history that broke an invariant.</summary>
internal sealed class HistoryException(string message) : Exception(message)
{
    public HistoryException() : this("?") { }

    public HistoryException(string message, Exception inner) : this(message) => _ = inner;
}
