using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.InvoiceLines;

/// <summary>
/// Records a statement of the order system about a line, in any order, including repeats and corrections. The same revision with another
/// serial number or price contradicts the first one and is refused.
/// </summary>
/// <param name="Earlier">Statements stored with units before lines had a stream of their own; none since.</param>
public sealed record StateInvoiceLine(InvoiceLineStated Statement, ValueList<InvoiceLineStated> Earlier)
{
    public static IEnumerable<InvoiceLineEvent> Decide(InvoiceLine line, StateInvoiceLine command)
    {
        ValueList<InvoiceLineStated> earlier = line is InvoiceLine.Unknown ? command.Earlier : [];
        var known = line is InvoiceLine.Known { Statements: var statements } ? statements : earlier;
        return [.. earlier, .. Revisions.Take(known, command.Statement, SayTheSame)];
    }

    private static bool SayTheSame(InvoiceLineStated earlier, InvoiceLineStated stated) =>
        earlier with { Purchase = earlier.Purchase with { RecordedAt = stated.Purchase.RecordedAt } } == stated;
}

/// <summary>Adds a line's purchase to the unit it belongs to, and removes it from those it belonged to.</summary>
internal sealed class WhenInvoiceLineStated(IServiceProvider services) : IReaction<InvoiceLine, InvoiceLineEvent>
{
    public async Task On(Appended<InvoiceLine, InvoiceLineEvent> appended, CancellationToken cancellationToken)
    {
        if (appended.Steps[^1].State is not InvoiceLine.Known line) return;
        // Resolved here and not injected: units have reactions to purchases, and streams are created with their reactions.
        var units = (Streams<Unit, UnitEvent>)services.GetService(typeof(Streams<Unit, UnitEvent>))!;
        // Ordered by serial number, so that two lines cannot deadlock.
        foreach (var serial in line.Statements.SelectMany(stated => stated.Items).Distinct().Order(StringComparer.Ordinal))
            await units.Append(serial, unit => FollowInvoiceLine.Decide(unit, new(serial, line)), cancellationToken);
    }
}

/// <summary>Updates one unit that the line names or named: the line is its purchase, or no longer is.</summary>
public sealed record FollowInvoiceLine(string Serial, InvoiceLine.Known Line)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, FollowInvoiceLine command)
    {
        var (latest, standing) = (command.Line.Latest, command.Line.Standing);
        var (invoice, line) = (latest.Purchase.InvoiceId, latest.Purchase.InvoiceLine);
        var held = unit.PurchaseOn(invoice, line);
        if (standing?.Items.Contains(command.Serial) is true) return held == standing.Purchase ? [] : [standing.Purchase];
        return held is null ? []
            : [new UnitPurchaseWithdrawn(invoice, line, latest.Revision, standing?.SerialNumber is { Length: > 0 } other ? other
            : null, latest.Purchase.RecordedAt)];
    }
}
