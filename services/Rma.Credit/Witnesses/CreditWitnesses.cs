using Dapper;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Witnesses;

/// <summary>
/// What other services said of a return themselves. A credit that issuance requests is paid only when issuance announced the return and
/// receiving received its unit: neither of them alone, and nobody with the credentials of one of them, gets anything paid.
/// </summary>
internal sealed class CreditWitnesses(AmbientTransaction transaction)
{
    /// <summary>Issuance announced the return, for this account and this item.</summary>
    public const string Announcement = "announcement";

    /// <summary>Receiving received the unit. A license has none.</summary>
    public const string Receipt = "receipt";

    private const string Sql =
        """
        select (select since from witnesses_heard) <= @AuthorizedAt as must_be_announced,
               announced.account_id = @AccountId and announced.serial_number = @SerialNumber as is_announced,
               announced.is_license is not true
                   and (select since from witnesses_heard) <= coalesce(announced.issued_at, @AuthorizedAt) as must_be_received,
               exists (select from units_received received
                   where received.return_id = @ReturnId and received.serial_number = @SerialNumber) as is_received
        from (select 1) as one left join returns_announced announced on announced.return_id = @ReturnId
        """;

    private sealed record Heard(bool MustBeAnnounced, bool? IsAnnounced, bool MustBeReceived, bool IsReceived);

    /// <summary>What is missing before the request may be decided; nothing when it may.</summary>
    public async Task<ValueList<string>> Missing(CreditRequest request, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        var heard = await open.Connection!.QuerySingleAsync<Heard>(
            Sql, new { request.ReturnId, request.AccountId, request.SerialNumber, request.AuthorizedAt }, open);
        return
        [
            .. heard.IsAnnounced is true || heard is { IsAnnounced: null, MustBeAnnounced: false } ? (string[])[] : [Announcement],
            .. heard.IsReceived || !heard.MustBeReceived ? (string[])[] : [Receipt],
        ];
    }
}
