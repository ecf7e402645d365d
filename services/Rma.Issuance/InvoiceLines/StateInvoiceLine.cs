using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.InvoiceLines;

/// <summary>
/// Takes what the order system says of a line, in any order, repeats and corrections included. The same revision that names another serial
/// number, or another price, contradicts the first one and is refused.
/// </summary>
/// <param name="Earlier">What units knew of this line before lines had a stream of their own; none since.</param>
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

/// <summary>Gives a line's purchase to the unit it belongs to, and takes it from those it belonged to.</summary>
internal sealed class WhenInvoiceLineStated(IServiceProvider services) : IOnAppended<InvoiceLine, InvoiceLineEvent>
{
    public async Task On(Appended<InvoiceLine, InvoiceLineEvent> appended, CancellationToken cancellationToken)
    {
        if (appended.Steps[^1].State is not InvoiceLine.Known line) return;
        // Resolved here and not injected: units react to purchases, and streams are made with their reactions.
        var units = (Streams<Unit, UnitEvent>)services.GetService(typeof(Streams<Unit, UnitEvent>))!;
        // In the order of the serial numbers, so that two lines never wait for each other in a ring.
        foreach (var serial in line.Statements.SelectMany(stated => stated.Items).Distinct().Order(StringComparer.Ordinal))
            await units.Append(serial, unit => FollowInvoiceLine.Decide(unit, new(serial, line)), cancellationToken);
    }
}

/// <summary>What one unit learns from a line that names it, or named it: the line is its purchase, or no longer is.</summary>
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
