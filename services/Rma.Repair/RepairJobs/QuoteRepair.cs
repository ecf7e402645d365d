using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Quotes a repair that is not covered, labor and parts (O1, W6, A-20). Until the work is done a new amount is a new version, which voids
/// the approval of the earlier one.
/// </summary>
/// <param name="Currency">Null = of the invoice.</param>
public sealed record QuoteRepair(ValueList<QuoteLine> Lines, string? Currency, string Technician, PolicyVersion Policy, DateTimeOffset Now)
{
    /// <summary>Validity of the requester's link; the quote itself does not expire .</summary>
    private const int LinkDays = 90;

    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, QuoteRepair command) => job switch
    {
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.Quoted { Quote: var quote } unit => IsTheSame(quote, unit, command) ? [] : [Quoted(unit, command)],
        RepairJob.Approved { Quote: var quote } unit => IsTheSame(quote, unit, command) ? [] : [Quoted(unit, command)],
        RepairJob.ToBeQuoted unit => [Quoted(unit, command)],
        RepairJob.Covered =>
            throw new RefusedException("repair.covered", "This repair is covered: it is free of charge.") { Clauses = [Clauses.W1] },
        RepairJob.Repaired or RepairJob.Completed => throw Refusals.WorkDone(),
        RepairJob.OnTheBench unit => throw Refusals.NotYet(unit),
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static bool IsTheSame(RepairQuoted quote, RepairJob.OnTheBench unit, QuoteRepair command) =>
        quote.Lines.Equals(command.Lines) && quote.Currency == CurrencyOf(unit.Job, command);

    private static RepairQuoted Quoted(RepairJob.OnTheBench unit, QuoteRepair command)
    {
        var (settings, calendar) = (command.Policy.Settings, command.Policy.Calendar);
        var today = calendar.LocalDate(command.Now);
        return new(
            unit.Quotes + 1, command.Lines, command.Lines.Sum(line => line.Amount), CurrencyOf(unit.Job, command), command.Technician,
            command.Now, calendar.EndOfDay(PolicyCalendar.LastDay(today, settings.QuoteReminderDays)),
            calendar.EndOfDay(PolicyCalendar.LastDay(today, settings.QuoteEscalationDays)),
            command.Now.AddDays(LinkDays), command.Policy.Id);
    }

    private static string CurrencyOf(RepairJobOpened job, QuoteRepair command)
    {
        var currency = job.Currency ?? command.Currency
            ?? throw new RefusedException("quote.currency-missing", "No invoice is known: say in which currency.");
        if (command.Currency is { } said && said != currency)
            throw new RefusedException("quote.currency-differs", $"The unit was invoiced in {currency}: a quote is in the same currency.");
        return command.Policy.Settings.CurrencyMinorUnits.TryGetValue(currency, out var places)
            && command.Lines.All(line => decimal.Round(line.Amount, places) == line.Amount)
            ? currency
            : throw new RefusedException("quote.amount-malformed", $"The amounts have to be in whole minor units of {currency}.");
    }
}

/// <param name="Lines">At least one; each with a kind (<c>labour</c> or <c>parts</c>), a description and a positive amount.</param>
/// <param name="Currency">Only where no invoice is known.</param>
public sealed record QuoteRepairRequest(QuoteLineRequest[] Lines, string? Currency = null);

public sealed record QuoteLineRequest([OneOf(typeof(QuoteLineKinds))] string Kind, string Description, decimal Amount);

internal static class QuoteRepairEndpoint
{
    public static void MapQuoteRepair(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/quotes", (
            Guid id, QuoteRepairRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            if (request.Lines.Length is 0 or > 50)
                throw new InvalidInputException("quote.lines-out-of-range", "A quote has 1 to 50 lines.");
            var command = new QuoteRepair(
                [.. request.Lines.Select(Read)], request.Currency, change.By, change.Policy, change.Now);
            return change.Append(id, command, QuoteRepair.Decide);
        }).Allow(Roles.Technician)
            .WithName("quoteRepair").WithSummary("Quotes a repair that is not covered.")
            .Refuses(400, "quote.amount-out-of-range", "quote.description-missing", "quote.kind-unknown",
                "quote.lines-out-of-range")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.NotReady,
                "quote.amount-malformed", "quote.currency-differs", "quote.currency-missing", "repair.covered"]);

    private static QuoteLine Read(QuoteLineRequest line) => line switch
    {
        { Kind: not (QuoteLineKinds.Labour or QuoteLineKinds.Parts) } =>
            throw new InvalidInputException("quote.kind-unknown", "A line is for 'labour' or 'parts'."),
        { Amount: <= 0m or > 1_000_000m } =>
            throw new InvalidInputException("quote.amount-out-of-range", "Each line is more than 0 and at most 1,000,000."),
        { Description.Length: < 3 or > 200 } =>
            throw new InvalidInputException("quote.description-missing", "Say in 3 to 200 characters what each line is for."),
        _ => new(line.Kind, line.Description.Trim(), line.Amount),
    };
}
