using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rma.Issuance.Notices;

/// <summary>What a notice says, for programs. A member that its kind does not have is left out.</summary>
/// <param name="Amount">Of the quote, the credit or the charge, in major units.</param>
/// <param name="AmountText">The same as decimal text.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">What the amount is made of.</param>
/// <param name="QuoteVersion">Which version of the quote waits.</param>
/// <param name="Link">Answers the quote: a key, shown to the addressee alone.</param>
/// <param name="ValidThrough">Last valid day of the number, policy-local.</param>
/// <param name="LapsesAfter">The day after which a request that still waits lapses, policy-local.</param>
/// <param name="WaitsFor">The facts that a request waits for; none when it waits for a person.</param>
/// <param name="Items">Each item of the request with its answer.</param>
/// <param name="Code">Why the request was denied or the parcel refused; stable.</param>
/// <param name="ParcelId">The parcel that was refused.</param>
/// <param name="InvoiceId">The invoice that was credited.</param>
public sealed record NoticeDetails(
    decimal? Amount = null, string? AmountText = null, string? Currency = null, IReadOnlyList<NoticeAmount>? Lines = null,
    int? QuoteVersion = null, string? Link = null, DateOnly? ValidThrough = null, DateOnly? LapsesAfter = null,
    IReadOnlyList<string>? WaitsFor = null, IReadOnlyList<NoticeItem>? Items = null, string? Code = null, Guid? ParcelId = null,
    string? Carrier = null, string? TrackingNumber = null, Guid? CreditId = null, string? InvoiceId = null, Guid? ChargeId = null)
{
    /// <summary>An amount with its lines.</summary>
    internal static NoticeDetails Of(decimal amount, string currency, IEnumerable<(string Kind, decimal Amount)> lines) => new(
        amount, Text(amount), currency, [.. lines.Select(line => new NoticeAmount(line.Kind, line.Amount, Text(line.Amount)))]);

    private static readonly JsonSerializerOptions AsSent = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>As it is stored and sent.</summary>
    internal string Serialize() => JsonSerializer.Serialize(this, AsSent);

    /// <summary>What was stored; null for a notice of an earlier release.</summary>
    internal static NoticeDetails? Read(string? stored) =>
        stored is null ? null : JsonSerializer.Deserialize<NoticeDetails>(stored, JsonSerializerOptions.Web);

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A part of an amount.</summary>
/// <param name="AmountText">The amount as decimal text.</param>
public sealed record NoticeAmount(string Kind, decimal Amount, string AmountText);

/// <summary>An item of a request, and its answer.</summary>
/// <param name="Code">Why it was not authorized; null when it was.</param>
/// <param name="WouldChange">What would turn the answer; null when nothing would.</param>
public sealed record NoticeItem(string Item, bool Authorized, string? Code, string Reason, string? WouldChange);
