using System.Globalization;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>Holds what was promised against what finance received, and the platform's books against each other. Knows nothing of how the platform works.</summary>
internal static class Checker
{
    public static Findings Compare(Evidence evidence)
    {
        var notes = evidence.Deliveries.ToLookup(delivery => delivery.Serial);
        return new Findings(
            [.. evidence.Promises.Where(promise => promise.Done && !notes.Contains(promise.Serial)).Select(promise => promise.Serial)],
            [.. Doubles(evidence)],
            [.. Stuck(evidence)],
            [.. WrongAmounts(evidence)],
            [.. evidence.Parked.Select(Words)],
            [.. evidence.Quarantined.Select(Words)],
            [.. evidence.Waiting.Select(Words)],
            [.. Differences(evidence)],
            [.. evidence.Crashed.Select(Words)],
            [.. evidence.Errors.Select(Words)]);
    }

    // Finance may hear of a credit more than once: what was not confirmed is said again. It is the same message then, word for word.
    private static IEnumerable<string> Doubles(Evidence evidence) =>
        Several(evidence.Deliveries, delivery => delivery.Serial, delivery => delivery.CreditId, "more than one credit at finance")
            .Concat(Several(evidence.Deliveries, delivery => delivery.CreditId, delivery => delivery.Body, "one credit, told in two ways"))
            .Concat(Several(evidence.Deliveries, delivery => delivery.CreditId, delivery => delivery.MessageId, "one credit, told in two messages"))
            .Concat(More(evidence.Issued, "issued")).Concat(More(evidence.Posted, "posted")).Concat(More(evidence.Booked.Select(booked => booked.Total), "booked"))
            .Concat(evidence.HeardTwice.Select(Words));

    private static IEnumerable<string> Several(IEnumerable<Delivery> deliveries, Func<Delivery, string> of, Func<Delivery, string?> what, string words) =>
        deliveries.GroupBy(of).Where(group => group.Select(what).Distinct().Count() > 1).Select(group => $"{group.Key}: {words}");

    private static IEnumerable<string> More(IEnumerable<Entry> entries, string done) =>
        entries.GroupBy(entry => entry.Serial).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {done} {group.Count()} times");

    private static IEnumerable<string> Stuck(Evidence evidence)
    {
        var standing = evidence.Returns.Where(saga => saga.State != "Closed").ToArray();
        var known = standing.Select(saga => saga.Serial).ToHashSet();
        return standing.Select(saga => $"{saga.Serial}: {saga.State}")
            .Concat(evidence.Promises.Where(promise => !promise.Done && !known.Contains(promise.Serial)).Select(promise => $"{promise.Serial}: its client got no answer"));
    }

    private static IEnumerable<string> WrongAmounts(Evidence evidence)
    {
        var due = evidence.Promises.ToDictionary(promise => promise.Serial, promise => promise.Credit);
        foreach (var delivery in evidence.Deliveries.DistinctBy(delivery => (delivery.CreditId, delivery.Body)))
        {
            if (!due.TryGetValue(delivery.Serial, out var expected)) yield return $"{delivery.Serial}: nobody returned it";
            else if (delivery.Amount != expected || delivery.Currency != "USD") yield return $"{delivery.Serial}: {Money(delivery.Amount)} {delivery.Currency} instead of {Money(expected)} USD";
            else if (delivery.LinesTotal != delivery.Amount) yield return $"{delivery.Serial}: its lines come to {Money(delivery.LinesTotal)}, its amount is {Money(delivery.Amount)}";
        }
    }

    private static IEnumerable<string> Differences(Evidence evidence)
    {
        var booked = evidence.Booked.Select(entry => entry.Total).ToArray();
        var closed = evidence.Returns.Where(saga => saga.CreditId is not null).Select(saga => new Entry(saga.CreditId!, saga.Serial, 0)).ToArray();
        return Between(evidence.Issued, booked, "events", "table of credits")
            .Concat(Between(booked, Entries(evidence.Deliveries), "table of credits", "finance"))
            .Concat(Between(evidence.Posted, [.. evidence.Booked.Select(entry => entry.Total with { Amount = entry.Net })], "ledgers", "table of credits (net)"))
            .Concat(Between(closed, [.. evidence.Issued.Select(entry => entry with { Amount = 0 })], "sagas", "events"))
            .Concat(evidence.Returns.Where(saga => saga.State == "Closed" && saga.Outcome != "credited").Select(saga => $"{saga.Serial}: closed as {saga.Outcome}"))
            .Concat(evidence.Days.SelectMany(day => Differences(day, evidence)));
    }

    // What finance does with a control total: its sums and its hash over the notes of the date, and the notes read again against those that were delivered.
    private static IEnumerable<string> Differences(BusinessDay day, Evidence evidence)
    {
        if (day.Hash is null) return [$"{day.Date}: nobody states its control total"];
        var ours = evidence.Promises.Select(promise => promise.Serial).ToHashSet();
        var notes = day.Notes.Select(note => (note.CreditId, note.Amount, note.Currency)).ToArray();
        var sums = Books.Sums(notes).ToArray();
        return Between(Entries(day.Notes.Where(note => ours.Contains(note.Serial))), Entries(evidence.Deliveries.Where(delivery => delivery.BusinessDate == day.Date)), $"notes of {day.Date} read again", "finance")
            .Concat(day.Totals.Except(sums).Select(total => $"{day.Date}: the control total states {total.Count} notes of {Money(total.Amount)} {total.Currency}, its notes come to something else"))
            .Concat(sums.Except(day.Totals).Select(sum => $"{day.Date}: {sum.Count} notes of {Money(sum.Amount)} {sum.Currency}, the control total states something else"))
            .Concat(day.Hash == Books.Hash(notes) ? [] : [$"{day.Date}: the control total's hash is not that of its notes"]);
    }

    private static Entry[] Entries(IEnumerable<Delivery> notes) => [.. notes.DistinctBy(note => note.CreditId).Select(note => new Entry(note.CreditId, note.Serial, note.Amount))];

    private static IEnumerable<string> Between(IReadOnlyCollection<Entry> left, IReadOnlyCollection<Entry> right, string leftName, string rightName)
    {
        var (here, there) = (left.ToHashSet(), right.ToHashSet());
        return here.Except(there).Select(entry => $"{entry.Serial}: {Money(entry.Amount)} in {leftName}, not so in {rightName}")
            .Concat(there.Except(here).Select(entry => $"{entry.Serial}: {Money(entry.Amount)} in {rightName}, not so in {leftName}"));
    }

    private static string Words(Leftover leftover) => $"{leftover.Where}: {leftover.What}";

    private static string Money(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
