using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Issuance.InvoiceLines;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.Receiving.ReceivedUnits;
using Rma.Repair.RepairJobs;
using Rma.ServiceDefaults;

namespace Rma.Histories.Tests;

/// <summary>
/// The deciders of all four services for one serial number, in memory: every command goes through the real <c>Decide</c> and <c>Evolve</c>.
/// A refusal changes nothing; every decision is repeated and must then yield nothing (a redelivered message).
/// </summary>
internal sealed class House(PolicyVersion policy, bool hasDrive, int warrantyMonths, decimal price)
{
    public static readonly DateTimeOffset Start = new(2025, 6, 2, 18, 0, 0, TimeSpan.Zero);

    public const string Serial = "S1", Account = "ACC-1", Sku = "CAM-2";

    private readonly List<(DateTimeOffset At, object Event)> log = [];

    public PolicyVersion Policy => policy;

    public bool HasDrive => hasDrive;

    public int WarrantyMonths => warrantyMonths;

    public decimal Price => price;

    public DateTimeOffset Now { get; set; } = Start;

    public DateOnly Today => policy.Calendar.LocalDate(Now);

    /// <summary>All decided events, in order.</summary>
    public IReadOnlyList<(DateTimeOffset At, object Event)> Log => log;

    public Unit Unit { get; private set; } = Unit.Initial;

    public List<ReturnCase> Cases { get; } = [];

    public Ledger Ledger { get; private set; } = Ledger.Initial;

    /// <summary>The open case of the serial number; null when there is none.</summary>
    public ReturnCase? Open => Cases.LastOrDefault(item => item.Outcome is null);

    public void OfUnit(Func<Unit, IEnumerable<UnitEvent>> decide) => Unit = Decide(Unit, decide, Unit.Evolve);

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

    /// <summary>Decides, applies, and decides again; a refusal leaves the state unchanged.</summary>
    public TState Decide<TState, TEvent>(TState state, Func<TState, IEnumerable<TEvent>> decide, Func<TState, TEvent, TState> evolve)
        where TEvent : notnull
    {
        TEvent[] decided;
        try
        {
            decided = [.. decide(state)];
        }
        catch (Exception no) when (no is RefusedException or InvalidRequestException or FeeOutsideBandException)
        {
            return state;
        }

        var after = decided.Aggregate(state, evolve);
        foreach (var @event in decided) log.Add((Now, @event));
        if (decided.Length > 0) EnsureNothingIsLeft(decide, after);
        return after;
    }

    private static void EnsureNothingIsLeft<TState, TEvent>(Func<TState, IEnumerable<TEvent>> decide, TState after)
    {
        try
        {
            var again = decide(after).ToArray();
            if (again.Length > 0) throw new HistoryException($"I13: said twice, {again[0]} was decided twice");
        }
        catch (Exception no) when (no is RefusedException or InvalidRequestException or FeeOutsideBandException)
        {
            // The second time it may also be refused: nothing changes.
        }
    }

    /// <summary>The policy's facts of the unit today.</summary>
    public LineFacts Line => new()
    {
        Item = Serial, DefectReported = true, HasDrive = hasDrive, Sku = Unit.LatestShipment is null && Unit.LatestPurchase is null ? null
            : Sku,
        SoldToThisAccount = Unit.LatestPurchase is null && Unit.LatestShipment is null ? null
            : true, InvoiceDate = Unit.LatestPurchase?.InvoiceDate,
        NetPrice = Unit.LatestPurchase?.NetPrice, Currency = Unit.LatestPurchase?.Currency, ShippedOn = Unit.LatestShipment is { } shipped
            ? policy.Calendar.LocalDate(shipped.ShippedAt) : null,
        WarrantyMonths = warrantyMonths, ExtendedThrough = Unit.Extensions.Select(extension => (DateOnly?)extension.Through).Max(),
        ReplacedBy = Unit.ReplacedBy?.ReplacementSerialNumber, ValidatedAt = Unit.ValidatedAt, ExchangedAt = Unit.Exchange?.ExchangedAt,
        ExchangedForSku = Unit.Exchange?.ReplacementSku, AccountAtExchange = Unit.Exchange is null ? null
            : new("distributor", true), OpenRmaNumber = Unit.OpenRemedy?.RmaNumber, AlreadyCredited = Unit.LatestSaleIsCredited,
    };
}

/// <summary>One return under way, across the services.</summary>
internal sealed class ReturnCase(string remedy, int number)
{
    public string Remedy => remedy;

    public RmaNumber Number { get; } = RmaNumber.FromSequence(number);

    public Guid RmaId { get; } = NameBasedId.Of($"history/{number}");

    public Guid ReturnId => ReturnIds.Of(Number.ToString(), 1);

    public ReturnAuthorization Rma { get; set; } = ReturnAuthorization.Initial;

    public ExpectedRma Dock { get; set; } = ExpectedRma.Initial;

    public List<Parcel> Parcels { get; } = [];

    public ReceivedUnit Received { get; set; } = ReceivedUnit.Initial;

    public Dictionary<string, RepairJob> Bench { get; } = [];

    public CreditCase Credit { get; set; } = CreditCase.Initial;

    public ChargeCase Charge { get; set; } = ChargeCase.Initial;

    public string? Outcome { get; set; }

    public bool ChargeAsked { get; set; }
}

/// <summary>A history that broke an invariant.</summary>
internal sealed class HistoryException(string message) : Exception(message)
{
    public HistoryException() : this("?") { }

    public HistoryException(string message, Exception inner) : this(message) => _ = inner;
}
