using System.Globalization;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>
/// Compares the expected results with what finance received, and the platform's books with each other. Independent of the platform's
/// implementation.
/// </summary>
internal static class Checker
{
    public static Findings Compare(Evidence evidence)
    {
        var notes = evidence.Deliveries.ToLookup(delivery => delivery.Serial);
        var charges = evidence.Charges.ToLookup(delivery => delivery.Serial);
        return new Findings(
            [.. evidence.Promises.Where(promise => promise.Done && (promise.Credit is not null && !notes.Contains(promise.Serial)
                || promise.Charge is not null && !charges.Contains(promise.Serial))).Select(promise => promise.Serial)],
            [.. Doubles(evidence)],
            [.. Stuck(evidence)],
            [.. WrongAmounts(evidence)],
            [.. evidence.Parked.Select(Words)],
            [.. evidence.Quarantined.Select(Words)],
            [.. evidence.Waiting.Select(Words)],
            [.. Differences(evidence)],
            [.. evidence.Crashed.Select(Words)],
            [.. evidence.Errors.Select(Words)],
            [.. evidence.Lines.Where(line => line.Credited > line.Limit).Select(line =>
                $"{line.Line}: {Money(line.Credited)} credited, its {line.Of} is {Money(line.Limit)}")],
            [.. evidence.Shown.Select(Words)]);
    }

    // Finance may receive a credit more than once: unconfirmed messages are resent. A duplicate must be identical.
    private static IEnumerable<string> Doubles(Evidence evidence) =>
        Doubles(evidence.Deliveries, "credit").Concat(Doubles(evidence.Charges, "charge")).Concat(More(evidence.Raised, "raised"))
            .Concat(More(evidence.Charged, "charged"))
            .Concat(More(evidence.Issued, "issued")).Concat(More(evidence.Posted, "posted"))
                .Concat(More(evidence.Booked.Select(booked => booked.Total), "booked"))
            .Concat(evidence.HeardTwice.Select(Words));

    private static IEnumerable<string> Doubles(IReadOnlyCollection<Delivery> deliveries, string what) =>
        Several(deliveries, delivery => delivery.Serial, delivery => delivery.CreditId, $"more than one {what} at finance")
            .Concat(Several(deliveries, delivery => delivery.CreditId, delivery => delivery.Body, $"one {what}, told in two ways"))
            .Concat(Several(deliveries, delivery => delivery.CreditId, delivery => delivery.MessageId,
                $"one {what}, told in two messages"));

    private static IEnumerable<string> Several(
        IEnumerable<Delivery> deliveries, Func<Delivery, string> of, Func<Delivery, string?> what, string words) =>
        deliveries.GroupBy(of).Where(group => group.Select(what).Distinct().Count() > 1).Select(group => $"{group.Key}: {words}");

    private static IEnumerable<string> More(IEnumerable<Entry> entries, string done) =>
        entries.GroupBy(entry => entry.Serial).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {done} {group.Count()} times");

    private static IEnumerable<string> Stuck(Evidence evidence)
    {
        var standing = evidence.Returns.Where(saga => saga.State != "Closed").ToArray();
        var known = standing.Select(saga => saga.Serial).ToHashSet();
        return standing.Select(saga => $"{saga.Serial}: {saga.State}")
            .Concat(evidence.Promises.Where(promise => !promise.Done && !known.Contains(promise.Serial))
                .Select(promise => $"{promise.Serial}: its client got no answer"));
    }

    private static IEnumerable<string> WrongAmounts(Evidence evidence) =>
        WrongAmounts(evidence.Deliveries, evidence.Promises.ToDictionary(promise => promise.Serial, promise => promise.Credit))
            .Concat(WrongAmounts(evidence.Charges, evidence.Promises.ToDictionary(promise => promise.Serial, promise => promise.Charge)));

    private static IEnumerable<string> WrongAmounts(IReadOnlyCollection<Delivery> deliveries, Dictionary<string, decimal?> due)
    {
        foreach (var delivery in deliveries.DistinctBy(delivery => (delivery.CreditId, delivery.Body)))
        {
            if (!due.TryGetValue(delivery.Serial, out var expected)) yield return $"{delivery.Serial}: nobody returned it";
            else if (expected is null) yield return $"{delivery.Serial}: {Money(delivery.Amount)} {delivery.Currency}, and nothing was due";
            else if (delivery.Amount != expected || delivery.Currency != "USD")
                yield return $"{delivery.Serial}: {Money(delivery.Amount)} {delivery.Currency} instead of {Money(expected.Value)} USD";
            else if (delivery.LinesTotal != delivery.Amount)
                yield return $"{delivery.Serial}: its lines come to {Money(delivery.LinesTotal)}, its amount is {Money(delivery.Amount)}";
        }
    }

    private static IEnumerable<string> Differences(Evidence evidence)
    {
        var booked = evidence.Booked.Select(entry => entry.Total).ToArray();
        var closed = evidence.Returns.Where(saga => saga.CreditId is not null).Select(saga => new Entry(saga.CreditId!, saga.Serial, 0))
            .ToArray();
        return Between(evidence.Issued, booked, "events", "table of credits")
            .Concat(Between(booked, Entries(evidence.Deliveries), "table of credits", "finance"))
            .Concat(Between(evidence.Posted, [.. evidence.Booked.Select(entry => entry.Total with { Amount = entry.Net })], "ledgers",
                "table of credits (net)"))
            .Concat(Between(closed, [.. evidence.Issued.Select(entry => entry with { Amount = 0 })], "sagas", "events"))
            .Concat(Between(evidence.Raised, evidence.Charged, "events (charges)", "table of charges"))
            .Concat(Between(evidence.Charged, Entries(evidence.Charges), "table of charges", "finance (charges)"))
            .Concat(Between(
                [.. evidence.Returns.Where(saga => saga.ChargeId is not null).Select(saga => new Entry(saga.ChargeId!, saga.Serial, 0))],
                [.. evidence.Raised.Select(entry => entry with { Amount = 0 })], "sagas (charges)", "events (charges)"))
            .Concat(Ends(evidence))
            .Concat(evidence.Questions.Except(Expected(evidence)).Select(question =>
                $"{question.Serial}: in question ({question.Kind}), and should not be"))
            .Concat(Expected(evidence).Except(evidence.Questions).Select(question =>
                $"{question.Serial}: not in question ({question.Kind}), and should be"))
            .Concat(evidence.Unreconciled.Select(Words))
            .Concat(evidence.Days.SelectMany(day => Differences(day, evidence, evidence.Deliveries, "notes")))
            .Concat(evidence.Days.SelectMany(day => day.Charges is { } charges
                ? Differences(charges, evidence, evidence.Charges, "charges") : []));
    }

    // Finance's check of a control total: sums and hash over the notes of the date, and the notes read again compared with those delivered.
    private static IEnumerable<string> Differences(BusinessDay day, Evidence evidence, IReadOnlyCollection<Delivery> delivered, string what)
    {
        if (day.Hash is null) return [$"{day.Date}: nobody states its control total"];
        var ours = evidence.Promises.Select(promise => promise.Serial).ToHashSet();
        var notes = day.Notes.Select(note => (note.CreditId, note.Amount, note.Currency)).ToArray();
        var sums = Books.Sums(notes).ToArray();
        return Between(Entries(day.Notes.Where(note => ours.Contains(note.Serial))), Entries(delivered.Where(delivery =>
            delivery.BusinessDate == day.Date)), $"{what} of {day.Date} read again", "finance")
            .Concat(day.Totals.Except(sums).Select(total => $"{day.Date}: the control total states {total.Count} notes of " +
                $"{Money(total.Amount)} {total.Currency}, its notes come to something else"))
            .Concat(sums.Except(day.Totals)
                .Select(sum =>
                $"{day.Date}: {sum.Count} notes of {Money(sum.Amount)} {sum.Currency}, the control total states something else"))
            .Concat(day.Hash == Books.Hash(notes) ? [] : [$"{day.Date}: the control total's hash is not that of its notes"]);
    }

    // The final outcome of every return as seen by its client.
    private static IEnumerable<string> Ends(Evidence evidence)
    {
        var outcomes = evidence.Promises.ToDictionary(promise => promise.Serial, promise => promise.Outcome);
        return evidence.Returns.Where(saga => saga.State == "Closed" && saga.Outcome != outcomes.GetValueOrDefault(saga.Serial, "credited"))
            .Select(saga => $"{saga.Serial}: closed as {saga.Outcome} instead of {outcomes.GetValueOrDefault(saga.Serial, "credited")}");
    }

    private static (string Serial, string Kind)[] Expected(Evidence evidence) =>
        [.. evidence.Promises.Where(promise => promise.Question is not null).Select(promise => (promise.Serial, promise.Question!))];

    private static Entry[] Entries(IEnumerable<Delivery> notes) =>
        [.. notes.DistinctBy(note => note.CreditId).Select(note => new Entry(note.CreditId, note.Serial, note.Amount))];

    private static IEnumerable<string> Between(
        IReadOnlyCollection<Entry> left, IReadOnlyCollection<Entry> right, string leftName, string rightName)
    {
        var (here, there) = (left.ToHashSet(), right.ToHashSet());
        return here.Except(there).Select(entry => $"{entry.Serial}: {Money(entry.Amount)} in {leftName}, not so in {rightName}")
            .Concat(there.Except(here).Select(entry => $"{entry.Serial}: {Money(entry.Amount)} in {rightName}, not so in {leftName}"));
    }

    private static string Words(Leftover leftover) => $"{leftover.Where}: {leftover.What}";

    private static string Money(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
