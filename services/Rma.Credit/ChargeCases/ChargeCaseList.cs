using Rma.ServiceDefaults;
using Rma.Contracts.Credit;
using Rma.EventSourcing;

namespace Rma.Credit.ChargeCases;

/// <summary>A charge case in a list.</summary>
/// <param name="State">One of <see cref="ChargeCaseStates"/>.</param>
/// <param name="FeePercent">The restocking fee that was chosen, of the price paid; null for the policy's own.</param>
/// <param name="Code">Why it is referred; null otherwise.</param>
public sealed record ChargeCaseRow(
    Guid ChargeCaseId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string Remedy,
    [OneOf(typeof(ChargeCaseStates))] string State, string? Code, string Reason, DateTimeOffset RequestedAt, DateTimeOffset ChangedAt,
    decimal? Amount, string? Currency, decimal? FeePercent = null, string? FeeChosenBy = null, DateTimeOffset? FeeChosenAt = null);

/// <summary>The list of charge cases, updated in the transaction of their events.</summary>
internal sealed class ChargeCaseList : IInlineProjection<ChargeCase, ChargeCaseEvent>
{
    /// <summary>The columns of a <see cref="ChargeCaseRow"/>.</summary>
    public const string Columns =
        """
        charge_case_id, rma_id, rma_number, line, account_id, serial_number, remedy, state, code, reason, requested_at, changed_at,
        amount, currency, fee_percent, fee_chosen_by, fee_chosen_at
        """;

    private const string Sql =
        """
        insert into charge_cases (charge_case_id, rma_id, rma_number, line, account_id, serial_number, remedy, state, code, reason,
            requested_at, changed_at, amount, currency, fee_percent, fee_chosen_by, fee_chosen_at)
        values (@ChargeCaseId, @RmaId, @RmaNumber, @Line, @AccountId, @SerialNumber, @Remedy, @State, @Code, @Reason, @RequestedAt,
            @ChangedAt, @Amount, @Currency, @FeePercent, @FeeChosenBy, @FeeChosenAt)
        on conflict (charge_case_id) do update set state = excluded.state, code = excluded.code, reason = excluded.reason,
            requested_at = excluded.requested_at, changed_at = excluded.changed_at, amount = excluded.amount, currency = excluded.currency,
            fee_percent = excluded.fee_percent, fee_chosen_by = excluded.fee_chosen_by, fee_chosen_at = excluded.fee_chosen_at
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("charge_cases", "charge_case_id")];

    public IEnumerable<RowChange> Project(string id, Step<ChargeCase, ChargeCaseEvent> step) =>
        Row(step.State) is { } row ? [new(Sql, row with
        {
            FeePercent = step.State.ChosenFee?.Percent, FeeChosenBy = step.State.ChosenFee?.ChosenBy,
            FeeChosenAt = step.State.ChosenFee?.ChosenAt.ToUniversalTime(),
        })] : [];

    private static ChargeCaseRow? Row(ChargeCase state) => state switch
    {
        ChargeCase.Referred { Referral: var e } => Row(e.Request, ChargeCaseStates.Referred, e.Code, e.Decision.Reason, e.ReferredAt, null),
        ChargeCase.Raised { Charge: var e } => Row(e.Request, ChargeCaseStates.Raised, null, e.Decision.Reason, e.RaisedAt, e.Total),
        ChargeCase.NothingDue { Answer: var e } => Row(e.Request, ChargeCaseStates.NothingDue, null, e.Decision.Reason, e.DecidedAt, null),
        _ => null,
    };

    private static ChargeCaseRow Row(
        ChargeRequest request, string state, string? code, string reason, DateTimeOffset changedAt, Policy.Money? total) => new(
        request.ReturnId, request.RmaId, request.RmaNumber, request.Line, request.AccountId, request.SerialNumber, request.Remedy, state,
        code, reason, request.RequestedAt.ToUniversalTime(), changedAt.ToUniversalTime(), total?.Amount, total?.Currency);
}
