using System.Globalization;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Documents;

/// <summary>The content of the documents of an RMA, independent of the output format.</summary>
/// <param name="Number">Printed large on every document, and in the QR code.</param>
/// <param name="ValidThrough">As text; a ticket does not expire.</param>
/// <param name="DataNotice">The data-loss notice where a drive is involved (D3–D5, A-48); null where none is.</param>
/// <param name="Reference">The requester's own number; null when none was given.</param>
/// <param name="Clauses">The cited clauses with their text.</param>
public sealed record RmaDocument(
    string Number, bool IsTicket, string AccountId, string Remedy, string IssuedOn, string ValidThrough, IReadOnlyList<DocumentLine> Lines,
    string? DataNotice, IReadOnlyList<(string Id, string Words)> Clauses, string PolicyVersion, string? Reference = null)
{
    private static readonly string[] OfDrives = [Policy.Clauses.D3, Policy.Clauses.D4, Policy.Clauses.D5];

    /// <summary>The footer of the label.</summary>
    public const string LabelFooter = "Fix on the OUTSIDE of the carton. A carton without this number is refused.";

    /// <summary>The title of the document.</summary>
    public string Title => IsTicket ? "Ticket" : "Return authorization";

    /// <summary>Instructions, in the order of the steps.</summary>
    public IReadOnlyList<string> Instructions =>
    [
        $"Mark {Number} clearly on the outside of every carton, or use the label. A carton without it is refused at the dock.",
        "Prepay the freight. A carton sent freight collect is refused.",
        IsTicket ? "A ticket does not expire."
            : $"The first dock scan has to be made by {ValidThrough}. A number is not extended; a new one has to be asked for.",
        "Send only the items listed here. Anything else in the carton is put aside.",
        "Send all accessories listed with an item.",
    ];

    /// <summary>The document of an issued number; null for a request without one.</summary>
    internal static RmaDocument? Of(ReturnAuthorization rma, PolicyBook policies)
    {
        if (rma is not ReturnAuthorization.Issued { Authorization: var issued }) return null;
        var policy = policies.Get(issued.Decision.PolicyVersionId);
        var cited = issued.Lines.SelectMany(line => line.Outlook.Clauses).Union(issued.Decision.Clauses);
        var withDrive = issued.Lines.Where(line => line.HasDrive).Select(line => line.SerialNumber).ToArray();
        return new(
            issued.RmaNumber, issued.Request.ByTicket, issued.Request.AccountId, issued.Request.Remedy, Day(issued.Decision.BusinessDate),
            issued.Request.ByTicket ? "does not expire" : Day(issued.ValidThrough),
            [.. issued.Lines.Select(line =>
                new DocumentLine(line.Line, line.SerialNumber, line.Sku, [.. line.Accessories], line.Outlook.Reason,
                Said(issued.Request.Said(line.SerialNumber))))],
            withDrive.Length == 0 ? null
                : $"Data on {string.Join(", ", withDrive)} will be lost. Drives are checked and reformatted. Back up all data before " +
                    "sending: we assume that this was done, no data are recovered, and no loss of data is paid for.",
            [.. Policy.Clauses.All.Where(id => cited.Contains(id) || withDrive.Length > 0 && OfDrives.Contains(id))
                .Select(id => (id, policy.Clauses[id]))],
            policy.Id, issued.Request.Details?.Reference);
    }

    private static string? Said(RequestedLine said) =>
        said is { ReasonCode: null, Defect: null } ? null
            : string.Join(": ", new[] { said.ReasonCode, said.Defect?.ReplaceLineEndings(" ") }.OfType<string>());

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An item on the document.</summary>
/// <param name="Said">The defect as described by the requester; null when not given.</param>
public sealed record DocumentLine(
    int Line, string SerialNumber, string? Sku, IReadOnlyList<string> Accessories, string Outlook, string? Said = null);
