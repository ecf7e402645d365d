using System.Text;
using Rma.Console.Facts;
using Rma.Console.Returns;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Console.Find;

/// <summary>The kinds of what people look for.</summary>
internal static class TermKinds
{
    public const string Serial = "serial";
    public const string Rma = "rma";
    public const string Reference = "reference";
    public const string Order = "order";
    public const string Tracking = "tracking";
    public const string Credit = "credit";
    public const string Charge = "charge";
    public const string Account = "account";
    public const string Parcel = "parcel";

    /// <summary>All kinds, those first that people mean most often.</summary>
    public static IReadOnlyList<string> All { get; } = [Rma, Serial, Tracking, Order, Reference, Account, Parcel, Credit, Charge];
}

/// <summary>Something by which people look for a row.</summary>
/// <param name="Written">Without separators and in capitals: what is compared.</param>
/// <param name="Shown">As it was written.</param>
internal sealed record Term(string Written, string Kind, string Shown)
{
    /// <summary>Longer texts are compared by their first characters only.</summary>
    public const int Longest = 64;

    /// <summary>Letters and digits of a text in capitals, in the compatible form of Unicode; empty when it has none.</summary>
    public static string Write(string text)
    {
        var written = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (written.Length >= Longest) break;
            if (Rune.IsLetterOrDigit(rune)) written.Append(Rune.ToUpperInvariant(rune));
        }

        return written.ToString();
    }

    /// <summary>Of one value; nothing of null or of a text without letters and digits.</summary>
    public static IEnumerable<Term> Of(string kind, string? shown) =>
        shown is not null && Write(shown) is { Length: > 0 } written ? [new(written, kind, shown)] : [];

    /// <summary>Of a return.</summary>
    /// <param name="facts">Of its request; those of other returns in it are left out.</param>
    public static IReadOnlyList<Term> Of(ReturnRow row, IEnumerable<Fact> facts) =>
    [
        .. Of(TermKinds.Serial, row.SerialNumber).Concat(Of(TermKinds.Rma, row.RmaNumber)).Concat(Spoken(row.RmaNumber))
            .Concat(Of(TermKinds.Reference, row.Reference))
            .Concat(facts.Where(fact => fact.ReturnId is null || fact.ReturnId == row.ReturnId)
                .SelectMany(fact => OfFact(fact.Message, row)))
            .OrderBy(term => term.Shown, StringComparer.Ordinal).DistinctBy(term => (term.Kind, term.Written)),
    ];

    // On the phone nobody says "RMA".
    private static IEnumerable<Term> Spoken(string? number) => number?.IndexOf('-', StringComparison.Ordinal) is { } at and > 0
        ? Of(TermKinds.Rma, number[(at + 1)..]).Select(term => term with { Shown = number }) : [];

    /// <summary>Of an account: its id and the words of its name.</summary>
    public static IReadOnlyList<Term> OfAccount(string id, string name) =>
    [
        .. Of(TermKinds.Account, id).Concat(Of(TermKinds.Account, name))
            .Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Of(TermKinds.Account, word)))
            .Select(term => term with { Shown = id }).DistinctBy(term => term.Written),
    ];

    // Whatever was once true of it, so that an earlier order or a loaner that is back still leads to it.
    private static IEnumerable<Term> OfFact(object message, ReturnRow row) => message switch
    {
        ReturnShipmentAnnounced said =>
            Of(TermKinds.Tracking, row.Line is { } line && said.Lines.Contains(line) ? said.TrackingNumber : null),
        ParcelAccepted said => Of(TermKinds.Tracking, row.Line is null ? null : said.TrackingNumber),
        UnitShippedBack said => Of(TermKinds.Tracking, said.TrackingNumber),
        UnitReturnedUnrepaired said => Of(TermKinds.Tracking, said.TrackingNumber),
        UnitReplaced said => [.. Of(TermKinds.Tracking, said.TrackingNumber), .. Of(TermKinds.Serial, said.ReplacementSerialNumber)],
        LoanerSent said => Of(TermKinds.Serial, said.LoanerSerialNumber),
        ReplacementOrdered said => Of(TermKinds.Order, said.PurchaseOrderId),
        CreditIssued said => Of(TermKinds.Credit, said.CreditId.ToString()),
        ChargeRaised said => Of(TermKinds.Charge, said.ChargeId.ToString()),
        _ => [],
    };
}
