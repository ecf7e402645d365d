using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <param name="Items">Serial numbers and license codes, 1 to 500, each once.</param>
/// <param name="Remedy">One remedy; null = all of them.</param>
/// <param name="AccountId">The account; partners ask for their own.</param>
/// <param name="Defective">Whether the items are said to be defective; true unless said otherwise.</param>
public sealed record EligibilityRequest(
    IReadOnlyList<string> Items, string? Remedy = null, string? AccountId = null, bool Defective = true);

/// <summary>What one item is entitled to.</summary>
public sealed record ItemEligibility(string Item, IReadOnlyList<RemedyOutlook> Remedies);

/// <summary>The answers for all items, in the order of the request.</summary>
public sealed record EligibilityAnswers(string PolicyVersion, DateOnly On, IReadOnlyList<ItemEligibility> Items);

/// <summary>
/// What each of many items is entitled to today, as a request would be answered now. It stores nothing, uses no number and publishes
/// nothing.
/// </summary>
internal static class Eligibility
{
    /// <summary>Items of one question.</summary>
    public const int MostItems = 500;

    public static void MapEligibility(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/eligibility", async (
            EligibilityRequest request, Caller caller, FactFinder facts, PolicyBook policies, TimeProvider clock, CancellationToken ct) =>
        {
            var (items, account) = (Items(request.Items), AskingAccount.Of(caller, request.AccountId));
            var remedy = Filters.OneOf(request.Remedy, "remedy", Policy.Remedies.All);
            var now = clock.GetUtcNow();
            var policy = policies.InForceAt(now);
            var today = policy.Calendar.LocalDate(now);
            var asking = await facts.Account(account, today, null, ct);
            var answers = new List<ItemEligibility>();
            foreach (var item in items)
            {
                var line = (await facts.Item(item, account, request.Defective, policy, today, null, ct)).Line;
                var outlooks = WhatIf.Answer(policy, now, today, asking, line, byTicket: false, item).Remedies;
                answers.Add(new(item, [.. outlooks.Where(outlook => remedy is null || outlook.Remedy == remedy)]));
            }

            return Results.Ok(new EligibilityAnswers(policy.Id, today, answers));
        }).Allow(Roles.Partner, Roles.ReturnsDesk).WithMetadata(new SafePost())
            .WithName("answerEligibility").WithSummary("Says what each of up to 500 items is entitled to today. It stores nothing.")
            .Produces<EligibilityAnswers>()
            .Refuses(400, "eligibility.item-twice", "eligibility.items-out-of-range", "request.unknown-value", "rma.account-missing",
                "rma.item-malformed", "rma.other-account");

    private static string[] Items(IReadOnlyList<string> given)
    {
        if (given.Count is 0 or > MostItems)
            throw new InvalidInputException("eligibility.items-out-of-range", $"Name 1 to {MostItems} items.");
        string[] items = [.. given.Select(AskingAccount.Item)];
        return items.GroupBy(item => item, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new InvalidInputException("eligibility.item-twice", $"The item '{twice.Key}' is named twice.")
            : items;
    }
}
