using Rma.Console.Requests;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>A decision about a unit, as issuance shows it.</summary>
public sealed record UnitDecision(
    DateTimeOffset DecidedAt, string Remedy, string AccountId, string Outcome, string Reason, IReadOnlyList<string> Clauses, bool Standing);

/// <summary>The life of a unit, as issuance shows it.</summary>
public sealed record UnitLife(
    string SerialNumber, string? Sku, string? SoldTo, DateOnly? ShippedOn, DateOnly? InvoiceDate, DateOnly? WarrantyEndsOn, string? Covered,
    Sum? PricePaid, decimal Credited, decimal Charged, Sum? RemainingLiability, string? Replaces, string? ReplacedBy, string? OpenRmaNumber,
    IReadOnlyList<UnitDecision> Decisions, IReadOnlyList<string> Overrides)
{
    /// <summary>How much of the warranty is over on a day, of a thousand; null while its ends are not known.</summary>
    public int? WarrantyUsed(DateOnly today) => (ShippedOn, WarrantyEndsOn) is ({ } from, { } through) && through > from
        ? Math.Clamp((today.DayNumber - from.DayNumber) * 1000 / (through.DayNumber - from.DayNumber), 0, 1000) : null;

    /// <summary>How much of what was paid for it is credited, of a thousand; null when the price is not known.</summary>
    public int? CapUsed => PricePaid is { Amount: > 0m } paid ? (int)Math.Clamp(Credited * 1000m / paid.Amount, 0m, 1000m) : null;
}

/// <summary>Asks issuance about units.</summary>
internal sealed class UnitDesk(ServiceCalls services)
{
    private const string Issuance = "issuance";
    private const int LongestChain = 6;

    /// <summary>Who may read the life of a unit.</summary>
    public static readonly string[] LifeReaders = [Roles.ReturnsDesk, Roles.Auditor, Roles.Operator, Roles.CreditAnalyst];

    /// <summary>Who may ask what could be done with it.</summary>
    public static readonly string[] OutlookReaders = [Roles.Partner, Roles.ReturnsDesk, Roles.CreditAnalyst, Roles.Auditor];

    /// <summary>Its life; null when nothing is known of it.</summary>
    public async Task<UnitLife?> Life(HttpContext context, string serial, CancellationToken ct) =>
        (await services.Get(context, Issuance, $"/biographies?serialNumber={Uri.EscapeDataString(serial)}", ct)).Read<UnitLife[]>()?[0];

    /// <summary>What could be done with it now: all remedies at once.</summary>
    public Task<ServiceAnswer> Outlooks(HttpContext context, string serial, string? account, CancellationToken ct) =>
        services.Post(context, Issuance, "/what-if", new { serialNumber = serial, accountId = account }, null, ct);

    /// <summary>The units that came one for the other, the first one first.</summary>
    public async Task<IReadOnlyList<string>> Chain(HttpContext context, UnitLife life, CancellationToken ct)
    {
        List<string> chain = [life.SerialNumber];
        for (var before = life.Replaces; before is not null && !chain.Contains(before) && chain.Count < LongestChain;
            before = (await Life(context, before, ct))?.Replaces) chain.Insert(0, before);
        for (var after = life.ReplacedBy; after is not null && !chain.Contains(after) && chain.Count < LongestChain * 2;
            after = (await Life(context, after, ct))?.ReplacedBy) chain.Add(after);
        return chain;
    }
}
