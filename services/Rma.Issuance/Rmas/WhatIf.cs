using System.Text.Json;
using Rma.EventSourcing;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <param name="SerialNumber">A serial number or license code whose known facts are used; null when <paramref name="Facts"/> gives
/// them.</param>
/// <param name="On">Policy-local day to decide for; null = today.</param>
/// <param name="Channel"><c>distributor</c>, <c>integrator</c> or another account role; null = the account's own.</param>
/// <param name="AccountId">The account; partners act for their own.</param>
/// <param name="Facts">Facts to use instead of the known ones.</param>
/// <param name="Draft">A policy version as JSON; null = the one in force on the day.</param>
/// <param name="ByTicket">Whether to decide for a ticket number instead of an RMA number.</param>
public sealed record WhatIfRequest(
    string? SerialNumber = null, DateOnly? On = null, string? Channel = null, string? AccountId = null, WhatIfFacts? Facts = null,
    JsonElement? Draft = null, bool ByTicket = false);

/// <summary>Hypothetical facts; the names are those of <see cref="LineFacts"/>. Amounts per unit, in major units.</summary>
public sealed record WhatIfFacts(
    string? Sku = null, bool IsLicense = false, bool HasDrive = false, DateOnly? ShippedOn = null, int? WarrantyMonths = null,
    DateOnly? InvoiceDate = null, decimal? NetPrice = null, string? Currency = null, bool Defective = true, bool PhasedOut = false,
    string? SuccessorSku = null, DateOnly? ExtendedThrough = null,
    DateTimeOffset? ActivatedAt = null);

/// <summary>The answer for one remedy.</summary>
/// <param name="LastDay">Last valid day, policy-local, counted from <paramref name="Anchor"/> in <paramref name="Zone"/>.</param>
/// <param name="WouldChange">What would change the answer.</param>
public sealed record RemedyOutlook(
    [OneOf(typeof(Remedies))] string Remedy, [OneOf("Yes", "No", "Refer")] string Outcome, string? Code, string Reason,
    IReadOnlyList<string> Clauses, DateOnly? LastDay, string? Anchor, string? Zone, Money? ExpectedAmount, string? WouldChange,
    IReadOnlyList<string> MissingFacts);

/// <summary>The answers for all remedies.</summary>
public sealed record WhatIfView(
    string PolicyVersion, DateOnly On, string? SerialNumber, IReadOnlyList<RemedyOutlook> Remedies, IReadOnlyList<Fact> Facts);

/// <summary>Previews the policy's decision for all remedies. It stores nothing, uses no number and publishes nothing.</summary>
internal static class WhatIf
{
    public static void MapWhatIf(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/what-if", async (
            WhatIfRequest request, Caller caller, FactFinder facts, PolicyBook policies, TimeProvider clock, CancellationToken ct) =>
        {
            var account = caller.Is(Roles.Partner) || request.AccountId is not null ? AskingAccount.Of(caller, request.AccountId) : null;
            var (now, draft) = (clock.GetUtcNow(), request.Draft is { } document ? PolicyRoutes.Read(document) : null);
            var policy = draft ?? (request.On is { } day ? policies.InForceOn(day) : policies.InForceAt(now));
            // Noon of the day: no time zone changes its clocks then.
            var at = request.On is { } on ? policy.Calendar.EndOfDay(on).AddHours(-12) : now;
            var today = policy.Calendar.LocalDate(at);
            var line = request.Facts is { } imagined ? Imagine(imagined, request.SerialNumber)
                : (await facts.Item(AskingAccount.Item(request.SerialNumber), account ?? "", defectReported: true, policy, today, null, ct))
                    .Line;
            var known = account is null ? null : await facts.Account(account, today, null, ct);
            var asking = request.Channel is { } role ? new AccountFacts(role, known?.Authorized ?? true) : known;
            // Without an account the answer is about the unit alone: as if its current owner had bought it.
            if (account is null) line = line with { SoldToThisAccount = true };
            return Results.Ok(Answer(policy, at, today, asking, line, request.ByTicket, request.SerialNumber));
        }).Allow(Roles.Partner, Roles.ReturnsDesk, Roles.CreditAnalyst, Roles.Auditor).WithMetadata(new SafePost())
            .WithName("whatIf").WithSummary("Previews the decision of the policy for all remedies. It stores nothing.")
            .Produces<WhatIfView>()
            .Refuses(400, "policy.rejected", "rma.account-missing", "rma.item-malformed", "rma.other-account",
                "what-if.months-out-of-range");

    internal static WhatIfView Answer(
        PolicyVersion policy, DateTimeOffset at, DateOnly today, AccountFacts? account, LineFacts line, bool byTicket, string? serialNumber)
    {
        var outlooks = Policy.Remedies.All.Select(remedy => (Remedy: remedy, Line: Of(remedy))).ToArray();
        return new(policy.Id, today, serialNumber, [.. outlooks.Select(outlook => View(policy, outlook.Remedy, outlook.Line))],
            outlooks.Single(outlook => outlook.Remedy == Policy.Remedies.CreditReturn).Line.Decision.Facts);

        // An exchange that has not been made yet is decided like a validation.
        LineOutlook Of(string remedy) => remedy == Policy.Remedies.OtcExchange && line.ExchangedAt is null && !byTicket
            ? OtcPolicy.Validate(policy, new(at, account, line))
            : IssuancePolicy.Decide(policy, new(at, remedy, account, [line]) { ByTicket = byTicket }).Lines[0];
    }

    // An amount is promised as it would be paid: in whole minor units of its currency, rounded down like the price of a credit.
    private static RemedyOutlook View(PolicyVersion policy, string remedy, LineOutlook outlook)
    {
        var decision = outlook.Decision;
        var promised = decision.ExpectedAmount is { } amount
            && policy.Settings.CurrencyMinorUnits.TryGetValue(amount.Currency, out var places) ? amount.RoundedDown(places)
            : decision.ExpectedAmount;
        var reason = decision.ExpectedAmount is { } written ? decision.Reason.Replace($"{written}", $"{promised}", StringComparison.Ordinal)
            : decision.Reason;
        return new(
            remedy, decision.Outcome.ToString(), outlook.Code, reason, decision.Clauses, decision.LastDay, decision.Anchor, decision.Zone,
            promised, decision.WouldChange, decision.MissingFacts);
    }

    private static LineFacts Imagine(WhatIfFacts said, string? serialNumber) => said.WarrantyMonths is < 0 or > 600
        ? throw new InvalidInputException("what-if.months-out-of-range", "A warranty term has 0 to 600 months.")
        : new()
        {
            Item = serialNumber ?? "a unit", Sku = said.Sku
                ?? "a product", IsLicense = said.IsLicense, HasDrive = said.HasDrive, SoldToThisAccount = true, ShippedOn = said.ShippedOn,
            WarrantyMonths = said.WarrantyMonths, InvoiceDate = said.InvoiceDate, NetPrice = said.NetPrice, Currency = said.Currency,
            DefectReported = said.Defective, PhasedOut = said.PhasedOut, SuccessorSku = said.SuccessorSku,
            ExtendedThrough = said.ExtendedThrough, ActivatedAt = said.ActivatedAt,
        };
}
