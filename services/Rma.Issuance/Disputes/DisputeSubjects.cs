using Dapper;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Disputes;

/// <summary>The subject of a dispute, found and visible to the caller.</summary>
/// <param name="Key">Identifies the dispute: the same key is the same dispute.</param>
/// <param name="Reference">As it is stored: its number or id.</param>
internal sealed record DisputeSubject(string Subject, string Key, string Reference, Guid? RmaId, string AccountId);

/// <summary>
/// Finds the subject of a dispute by its own id or number: a request or RMA, a line of it, a parcel, a credit or a charge.
/// </summary>
internal sealed class DisputeSubjects(AmbientTransaction transaction, RmaRegister register)
{
    /// <summary>The kinds of subjects; <c>request</c> and <c>return</c> are older names for an RMA and its line.</summary>
    public static IReadOnlyList<string> All { get; } = ["rma", "line", "parcel", "credit", "charge", "request", "return"];

    /// <summary>Null when it does not exist or belongs to another account: the answer does not reveal which.</summary>
    public async Task<DisputeSubject?> Find(string subject, string reference, Caller caller, CancellationToken ct) => subject switch
    {
        "rma" or "request" => await OfRma(reference, caller, ct),
        "line" or "return" => await OfLine(reference, caller, ct),
        "parcel" => Guid.TryParse(reference, out var id) ? await OfParcel(id, caller, ct) : null,
        "credit" => Guid.TryParse(reference, out var id) ? await OfMoney("credit", "CreditId", id, caller, ct) : null,
        "charge" => Guid.TryParse(reference, out var id) ? await OfMoney("charge", "ChargeId", id, caller, ct) : null,
        _ => null,
    };

    private async Task<DisputeSubject?> OfRma(string reference, Caller caller, CancellationToken ct) =>
        await register.Find(reference, caller, ct) is { } rma
            ? new("rma", $"request/{rma.RmaId:D}", rma.RmaNumber ?? rma.RmaId.ToString("D"), rma.RmaId, rma.AccountId)
            : null;

    // A line is named by the id of its return, or by number and line: RMA-222222-2/1.
    private async Task<DisputeSubject?> OfLine(string reference, Caller caller, CancellationToken ct)
    {
        if (!Guid.TryParse(reference, out var id))
        {
            if (reference.Split('/') is not [var number, var at]
                || !int.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out var line)
                || await register.Find(number, caller, ct) is not { RmaNumber: { } printed }) return null;
            id = ReturnIds.Of(printed, line);
        }

        return await OfReturn("ReturnId", id, caller, ct) is { } found
            ? new("line", $"return/{id:D}", id.ToString("D"), found.RmaId, found.AccountId) : null;
    }

    // A parcel is found by the units received in it, or by the notice of its refusal.
    private async Task<DisputeSubject?> OfParcel(Guid id, Caller caller, CancellationToken ct)
    {
        if (await OfReturn("ParcelId", id, caller, ct) is { } found)
            return new("parcel", $"parcel/{id:D}", id.ToString("D"), found.RmaId, found.AccountId);
        var open = await transaction.Begin(ct);
        return await open.Connection!.QuerySingleOrDefaultAsync<Owner>(
            """select rma_id, account_id from notices where notice_id = @notice and (@account::text is null """ +
                """or account_id = @account)""",
            new { notice = NameBasedId.Of($"notice/{NoticeKinds.RefusedAtDock}/{id}"), account = AskingAccount.Seen(caller) },
            open) is { } owner
            ? new("parcel", $"parcel/{id:D}", id.ToString("D"), owner.RmaId, owner.AccountId)
            : null;
    }

    private async Task<DisputeSubject?> OfMoney(string subject, string member, Guid id, Caller caller, CancellationToken ct) =>
        await OfReturn(member, id, caller, ct) is { } found
            ? new(subject, $"{subject}/{id:D}", id.ToString("D"), found.RmaId, found.AccountId) : null;

    private async Task<Owner?> OfReturn(string member, Guid id, Caller caller, CancellationToken ct)
    {
        var open = await transaction.Begin(ct);
        var where = member == "ReturnId" ? "correlation_id = @id" : $"data->>'{member}' = @id::text";
        return await open.Connection!.QueryFirstOrDefaultAsync<Owner>(
            $"""
            select (data->>'RmaId')::uuid as rma_id, data->>'AccountId' as account_id from sagas
            where saga = 'ReturnState' and {where} and (@account::text is null or data->>'AccountId' = @account) limit 1
            """, new { id, account = AskingAccount.Seen(caller) }, open);
    }

    private sealed record Owner(Guid? RmaId, string AccountId);
}
