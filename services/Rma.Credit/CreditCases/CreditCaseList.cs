using Rma.ServiceDefaults;
using Rma.Contracts.Credit;
using Rma.EventSourcing;

namespace Rma.Credit.CreditCases;

/// <summary>A credit case in a list.</summary>
/// <param name="State">One of <see cref="CreditCaseStates"/>.</param>
/// <param name="Code">Why it is referred or denied; null for a credit.</param>
/// <param name="FeePercent">The restocking fee that was chosen, of the price paid; null for the policy's own.</param>
/// <param name="RequestedAt">When the credit was last requested.</param>
public sealed record CreditCaseRow(
    Guid CreditCaseId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    [OneOf(typeof(CreditCaseStates))] string State, string? Code, string Reason, DateTimeOffset RequestedAt, DateTimeOffset ChangedAt,
    Guid? CreditId, decimal? FeePercent = null, string? FeeChosenBy = null, DateTimeOffset? FeeChosenAt = null);

/// <summary>The list of cases, updated in the transaction of their events.</summary>
internal sealed class CreditCaseList : IInlineProjection<CreditCase, CreditCaseEvent>
{
    /// <summary>The columns of a <see cref="CreditCaseRow"/>.</summary>
    public const string Columns =
        """
        credit_case_id, rma_id, rma_number, line, account_id, serial_number, sku, state, code, reason, requested_at, changed_at, credit_id,
        fee_percent, fee_chosen_by, fee_chosen_at
        """;

    private const string Sql =
        """
        insert into credit_cases (credit_case_id, rma_id, rma_number, line, account_id, serial_number, sku, state, code, reason,
            requested_at, changed_at, credit_id, fee_percent, fee_chosen_by, fee_chosen_at)
        values (@CreditCaseId, @RmaId, @RmaNumber, @Line, @AccountId, @SerialNumber, @Sku, @State, @Code, @Reason, @RequestedAt,
            @ChangedAt, @CreditId, @FeePercent, @FeeChosenBy, @FeeChosenAt)
        on conflict (credit_case_id) do update set sku = excluded.sku, state = excluded.state, code = excluded.code,
            reason = excluded.reason, requested_at = excluded.requested_at, changed_at = excluded.changed_at,
            credit_id = excluded.credit_id, fee_percent = excluded.fee_percent, fee_chosen_by = excluded.fee_chosen_by,
            fee_chosen_at = excluded.fee_chosen_at
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("credit_cases", "credit_case_id")];

    public IEnumerable<RowChange> Project(string id, Step<CreditCase, CreditCaseEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row with
        {
            FeePercent = step.State.ChosenFee?.Percent, FeeChosenBy = step.State.ChosenFee?.ChosenBy,
            FeeChosenAt = step.State.ChosenFee?.ChosenAt.ToUniversalTime(),
        })] : [];

    private static CreditCaseRow? Row(CreditCase state) => state switch
    {
        CreditCase.Referred { Referral: var e } => Row(e.Request, CreditCaseStates.Referred, e.Code, e.Decision.Reason, e.ReferredAt, null),
        CreditCase.Held { Hold: var e } => Row(
            e.Request, CreditCaseStates.Held, "credit.held", $"It waits for the {string.Join(" and the ", e.Missing)}.", e.HeldAt, null),
        CreditCase.Issued { Credit: var e } => Row(e.Request, CreditCaseStates.Issued, null, e.Decision.Reason, e.IssuedAt, e.CreditId),
        CreditCase.Denied { Denial: var e } => Row(e.Request, CreditCaseStates.Denied, e.Code, e.Decision.Reason, e.DeniedAt, null),
        _ => null,
    };

    private static CreditCaseRow Row(
        CreditRequest request, string state, string? code, string reason, DateTimeOffset changedAt, Guid? creditId) => new(
        request.ReturnId, request.RmaId, request.RmaNumber, request.Line, request.AccountId, request.SerialNumber, request.Sku, state, code,
        reason, request.RequestedAt, changedAt, creditId);
}
