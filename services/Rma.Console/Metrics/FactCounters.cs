using System.Diagnostics.Metrics;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;

namespace Rma.Console.Metrics;

/// <summary>
/// Counts what was decided, from the messages that the read side keeps: each once, whoever repeats it, after its commit. What a rebuild
/// is told of the past is not counted.
/// </summary>
internal sealed class FactCounters : IDisposable
{
    /// <summary>The code of an item that was declined with its whole request.</summary>
    public const string WholeRequest = "whole-request";

    private readonly Totals denied = new("code");
    private readonly Totals referred = new("remedy");
    private readonly Totals refused = new("code");
    private readonly (Totals Count, Totals Amount) credits = (new("currency"), new("currency"));
    private readonly (Totals Count, Totals Amount) charges = (new("currency"), new("currency"));

    public FactCounters()
    {
        Meter.CreateObservableCounter("rma.items.denied", denied.Show, "{item}", "Items that got no number, by code.");
        Meter.CreateObservableCounter("rma.items.referred", referred.Show, "{item}", "Items of referred requests, by remedy.");
        Meter.CreateObservableCounter("rma.parcels.refused", refused.Show, "{parcel}", "Parcels refused at a dock, by code.");
        Meter.CreateObservableCounter("rma.credits.issued", credits.Count.Show, "{credit}", "Credits, by currency.");
        Meter.CreateObservableCounter("rma.credits.amount", credits.Amount.Show, "{currency}", "What was credited, by currency.");
        Meter.CreateObservableCounter("rma.charges.raised", charges.Count.Show, "{charge}", "Charges, by currency.");
        Meter.CreateObservableCounter("rma.charges.amount", charges.Amount.Show, "{currency}", "What was charged, by currency.");
    }

    /// <summary>What shows it.</summary>
    internal Meter Meter { get; } = new(ReturnGauges.MeterName);

    /// <summary>Counts messages.</summary>
    public void Count(IEnumerable<object> messages)
    {
        foreach (var message in messages)
        {
            switch (message)
            {
                case RmaDenied said: Deny(said.Items); break;
                case RmaIssued { Declined.Length: > 0 } said: Deny(said.Declined); break;
                case RmaReferred said: referred.Add(said.Remedy, Math.Max(said.Items?.Length ?? 1, 1)); break;
                case ParcelRefused said: refused.Add(said.Code, 1); break;
                case CreditIssued said: Pay(credits, said.Amount, said.Currency); break;
                case ChargeRaised said: Pay(charges, said.Amount, said.Currency); break;
            }
        }
    }

    public void Dispose() => Meter.Dispose();

    private void Deny(RequestedItem[]? items)
    {
        if (items is not { Length: > 0 }) denied.Add(WholeRequest, 1);
        else foreach (var item in items) denied.Add(item.Code ?? WholeRequest, 1);
    }

    private static void Pay((Totals Count, Totals Amount) totals, decimal amount, string currency)
    {
        totals.Count.Add(currency, 1);
        totals.Amount.Add(currency, amount);
    }
}
