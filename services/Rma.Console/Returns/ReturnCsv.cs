using System.Runtime.CompilerServices;
using Rma.ServiceDefaults;

namespace Rma.Console.Returns;

/// <summary>The list as a file: all rows of the filter, page by page, so that neither side holds them all.</summary>
internal sealed class ReturnCsv(ReturnReader reader)
{
    private const int RowsOfPage = 500;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "returnId", "rmaNumber", "line", "accountId", "accountName", "remedy", "serialNumber", "sku", "state", "since", "next", "dueOn",
        "overdue", "requestedAt", "validThrough", "reference", "reasonCode", "defect", "site", "arrivedAt", "outcome", "closedAt", "quote",
        "quoteCurrency", "credit", "creditCurrency", "charge", "chargeCurrency", "orderId", "replacementSerial", "assignedTo", "heldUntil",
        "holdReason", "code", "carrier", "trackingNumber", "sentence",
    ];

    /// <summary>All pages.</summary>
    public async IAsyncEnumerable<object?[]> Rows(
        ReturnFilter filter, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? after = filter.After; ;)
        {
            var page = await reader.Page(filter with { After = after, Limit = RowsOfPage }, caller, cancellationToken);
            foreach (var one in page.Returns) yield return Row(one);
            if ((after = page.After) is null) yield break;
        }
    }

    private static object?[] Row(ReturnView one) =>
    [
        one.ReturnId, one.RmaNumber, one.Line, one.AccountId, one.AccountName, one.Remedy, one.SerialNumber, one.Sku, one.State, one.Since,
        one.Next, one.DueOn, one.Overdue, one.RequestedAt, one.ValidThrough, one.Reference, one.ReasonCode, one.Defect, one.Site,
        one.ArrivedAt, one.Outcome, one.ClosedAt, one.Quote?.Amount, one.Quote?.Currency, one.Credit?.Amount, one.Credit?.Currency,
        one.Charge?.Amount, one.Charge?.Currency, one.OrderId, one.ReplacementSerial, one.AssignedTo, one.HeldUntil, one.HoldReason,
        one.Code, one.Carrier, one.TrackingNumber, one.Sentence,
    ];
}
