using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.Cases;

/// <summary>The route of a list of cases: of the credits, and of the charges.</summary>
internal static class CaseListRoute
{
    /// <summary>Longest waiting first; all filters are optional.</summary>
    /// <param name="kind">One of <see cref="Contracts.Credit.NoteKinds"/>: the route, the table and its key are named by it.</param>
    /// <param name="states">What the list can be filtered by.</param>
    public static RouteHandlerBuilder MapCaseList<TRow>(
        this IEndpointRouteBuilder routes, string kind, string columns, IReadOnlyList<string> states,
        Func<TRow, (DateTimeOffset At, Guid Id)> placeOf) => routes.MapGet($"/{kind}-cases",
        async (
            string? state, string? rmaNumber, string? serialNumber, string? account, string? feeChosenBy, DateOnly? feeFrom,
            DateOnly? feeThrough, PolicyDays days, [AsParameters] ListPage page) =>
        {
            if (state is not null && !states.Contains(state))
                throw new InvalidInputException(
                    "request.state-unknown", $"The state is '{string.Join("', '", states.SkipLast(1))}' or '{states[^1]}'.");
            return await page.Read(
                $"""
                select {columns} from {kind}_cases
                where (@state::text is null or state = @state) and (@number::text is null or rma_number = @number)
                  and (@serialNumber::text is null or serial_number = @serialNumber)
                  and (@account::text is null or account_id = @account)
                  and (@feeChosenBy::text is null or fee_chosen_by = @feeChosenBy)
                  and (@first::timestamptz is null or fee_chosen_at >= @first)
                  and (@last::timestamptz is null or fee_chosen_at < @last)
                """,
                new
                {
                    state, number = RmaNumber.AsPrinted(rmaNumber), serialNumber, account, feeChosenBy, first = days.StartOf(feeFrom),
                    last = days.EndOf(feeThrough),
                },
                new ListOrder("requested_at", $"{kind}_case_id", NewestFirst: false), placeOf, 200, 1000);
        })
            .WithName($"list{Named(kind)}Cases").WithSummary("Lists cases, longest waiting first.")
            .WithTags($"{Named(kind)} cases")
            .Pages<TRow>()
            .Refuses(400, "request.state-unknown");

    private static string Named(string kind) => $"{char.ToUpperInvariant(kind[0])}{kind[1..]}";
}
