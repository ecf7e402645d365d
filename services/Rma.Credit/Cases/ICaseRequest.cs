namespace Rma.Credit.Cases;

/// <summary>What the requests for a credit and for a charge have in common: the item that they are about, and their time.</summary>
public interface ICaseRequest
{
    Guid RmaId { get; }

    int Line { get; }

    string AccountId { get; }

    string SerialNumber { get; }

    DateTimeOffset RequestedAt { get; }
}

/// <summary>Comparison of two requests of one case.</summary>
internal static class CaseRequests
{
    /// <summary>Whether a later request is about the item that the case is about.</summary>
    public static bool IsOfTheSameItem(this ICaseRequest again, ICaseRequest asked) =>
        (asked.RmaId, asked.Line, asked.AccountId, asked.SerialNumber) == (again.RmaId, again.Line, again.AccountId, again.SerialNumber);

    /// <summary>Whether it is an older request that arrived late: it has fewer facts than the case.</summary>
    public static bool IsOlderThan(this ICaseRequest again, ICaseRequest asked) => again.RequestedAt < asked.RequestedAt;
}
