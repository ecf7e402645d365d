using Rma.Issuance.Rmas;

namespace Rma.Issuance.People;

/// <summary>When a request came to its end, so that the time for which its people's data is kept begins.</summary>
internal static class RequestEnd
{
    /// <summary>The end of its last return, or the answer after which there is none; null while something may still come of it.</summary>
    public static DateTimeOffset? Of(ReturnAuthorization rma) => rma switch
    {
        ReturnAuthorization.Denied { Denial: var denial } => denial.DeniedAt,
        ReturnAuthorization.Cancelled { Cancellation: var cancellation } => cancellation.CancelledAt,
        ReturnAuthorization.GivenUp given => given.Withdrawal?.WithdrawnAt ?? given.Lapse?.LapsedAt,
        ReturnAuthorization.Issued { Authorization: var issued, Closed: var closed }
            when issued.Lines.All(line => closed.Any(end => end.ReturnId == line.ReturnId)) =>
            closed.Select(end => end.ClosedAt).Append(issued.IssuedAt).Max(),
        _ => null,
    };
}
