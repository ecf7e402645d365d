using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Rma.Contracts.Console.V1;
using Rma.Contracts.Finance.V1;
using Rma.Credit.Books;
using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Credit.CreditNotes;
using Rma.Credit.Reconciliation;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using Rma.ServiceDefaults;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Restores;

/// <summary>
/// Reconciles the restored books with what finance has kept of its queues: a note that only finance has is taken over, one that says
/// something else is named; a day that was stated gets its statement and its document numbers again, if the books come to the same.
/// </summary>
internal sealed class ToldToFinance(AmbientTransaction transaction, UnitOfWork unitOfWork, PolicyBook policies, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    /// <summary>What neither the books nor the others know: as the messages that must have been told with the notes.</summary>
    public async Task<IReadOnlyList<PastMessage>> OnlyThere(BeforeRestore before, Requests requests, CancellationToken cancellationToken)
    {
        var known = (await Booked(cancellationToken)).Select(entry => entry.Id).ToHashSet();
        foreach (var message in before.Forgotten)
            if (JsonNode.Parse(message.Body) is { } body && (body["creditId"] ?? body["chargeId"]) is { } id)
                known.Add(id.GetValue<Guid>());
        var credits = requests.OfCredits.ToDictionary(Assessment.CreditIdOf);
        var charges = requests.OfCharges.ToDictionary(ChargeCase.ChargeIdOf);
        await transaction.Commit(); // the books are not held while the rest is taken over
        return
        [
            .. Notes<CreditNote>(before.Finance, "creditId").DistinctBy(note => note.CreditId)
                .Where(note => !known.Contains(note.CreditId) && credits.ContainsKey(note.CreditId))
                .Select(note => Message(Of(note, requests.Credit(credits[note.CreditId], note.IssuedAt)!), note.IssuedAt)),
            .. Notes<ChargeNote>(before.Finance, "chargeId").DistinctBy(note => note.ChargeId)
                .Where(note => !known.Contains(note.ChargeId) && charges.ContainsKey(note.ChargeId))
                .Select(note => Message(Of(note, requests.Charge(charges[note.ChargeId], note.RaisedAt)!), note.RaisedAt)),
        ];
    }

    /// <summary>What is different, when everything is taken over; states the days again that finance has the statement of.</summary>
    public async Task<IReadOnlyList<string>> Compare(IReadOnlyList<JsonObject> finance, CancellationToken cancellationToken)
    {
        var booked = (await Booked(cancellationToken)).ToDictionary(entry => entry.Id);
        var credits = Notes<CreditNote>(finance, "creditId")
            .Select(note => (Id: note.CreditId, note.Amount, note.Currency, note.RmaNumber));
        var charges = Notes<ChargeNote>(finance, "chargeId")
            .Select(note => (Id: note.ChargeId, note.Amount, note.Currency, note.RmaNumber));
        var differences = credits.Concat(charges).Distinct()
            .Where(note => booked.GetValueOrDefault(note.Id) is not { } entry
                || (entry.Amount, entry.Currency) != (note.Amount, note.Currency))
            .Select(note => $"{note.RmaNumber}: finance has a note {note.Id} of {new Money(note.Amount, note.Currency)}, the books " +
                (booked.TryGetValue(note.Id, out var entry) ? $"{new Money(entry.Amount, entry.Currency)}" : "do not have it")).ToList();
        foreach (var total in Notes<Contracts.Finance.V1.ControlTotal>(finance, "chargeHash").OrderBy(total => total.BusinessDate))
            if (await State(total, cancellationToken) is { } difference) differences.Add(difference);
        if (finance.Count == 0 && await Unstated(cancellationToken) is { } day)
            differences.Add($"{Day(day)} is over and not stated here, but may have been: its notes have numbers then. " +
                "Give what finance has kept of its queues: --finance FILE");
        await unitOfWork.Commit();
        return differences;
    }

    private sealed record Entry(Guid Id, decimal Amount, string Currency);

    private async Task<IEnumerable<Entry>> Booked(CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QueryAsync<Entry>(
            """
            select credit_id as id, amount, trim(currency) as currency from credits
            union all select charge_id, amount, trim(currency) from charges
            """, transaction: open);
    }

    // The numbers follow from the notes and their times, so the same day gives them the same ones.
    private async Task<string?> State(Contracts.Finance.V1.ControlTotal told, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        var now = await ControlTotals.Of(open.Connection!, told.BusinessDate);
        if ((now.Hash, now.Charges.Hash) != (told.Hash, told.ChargeHash))
            return $"{Day(told.BusinessDate)}: finance was told another control total than the books come to";
        var isNew = await open.Connection!.ExecuteAsync(
            "insert into control_totals (business_date, document, stated_at) values (@date, @document::jsonb, @at) on conflict do nothing",
            new { date = told.BusinessDate, document = JsonSerializer.Serialize(told, Json), at = told.StatedAt.ToUniversalTime() }, open);
        if (isNew == 1) await DocumentNumbers.Give(open, told.BusinessDate, told.StatedAt);
        return null;
    }

    private async Task<DateOnly?> Unstated(CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        var (told, first) = await open.Connection!.QuerySingleAsync<(DateOnly?, DateOnly?)>(
            "select (select max(business_date) from control_totals), " +
                "least((select min(business_date) from credits), (select min(business_date) from charges))", transaction: open);
        return ClosedDates.Next(policies.InForceAt(clock.GetUtcNow()).Calendar, told, first, clock.GetUtcNow());
    }

    private V1.CreditIssued Of(CreditNote note, CreditRequest request) => new(
        note.CreditId, request.ReturnId, request.ReturnId, request.RmaId, note.RmaNumber, note.RmaLine, note.AccountId, note.SerialNumber,
        note.InvoiceId, note.Amount, note.Currency, [.. note.Lines.Select(line => new V1.CreditLine(line.Kind, line.Amount))],
        note.IssuedAt, note.BusinessDate, policies.InForceAt(note.IssuedAt).Id, note.Clauses);

    private V1.ChargeRaised Of(ChargeNote note, ChargeRequest request) => new(
        note.ChargeId, request.ReturnId, request.ReturnId, request.RmaId, note.RmaNumber, note.RmaLine, note.AccountId, note.SerialNumber,
        note.Amount, note.Currency, [.. note.Lines.Select(line => new V1.ChargeLine(line.Kind, line.Amount))], note.RaisedAt,
        note.BusinessDate, policies.InForceAt(note.RaisedAt).Id, note.Clauses);

    // Nobody has heard it under an id: it is told now.
    private static PastMessage Message<T>(T message, DateTimeOffset at) =>
        new(Guid.Empty, Topology.ExchangeOf(typeof(T)), at, JsonSerializer.Serialize(message, PastReader.Json));

    private static IEnumerable<T> Notes<T>(IEnumerable<JsonObject> finance, string member) =>
        finance.Where(document => document.ContainsKey(member)).Select(document => document.Deserialize<T>(Json)!);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
