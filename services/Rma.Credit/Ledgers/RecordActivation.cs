using MassTransit;
using Rma.Contracts.Licensing.V1;
using Rma.EventSourcing;

namespace Rma.Credit.Ledgers;

/// <summary>Records that a licence code was activated; the first activation counts (clause C7).</summary>
public sealed record RecordActivation(LicenseActivationRecorded Activation)
{
    public static IEnumerable<LedgerEvent> Decide(Ledger ledger, RecordActivation command) => ledger.Activation is null ? [command.Activation] : [];
}

internal sealed class LicenseActivatedConsumer(Streams<Ledger, LedgerEvent> ledgers, TimeProvider clock) : IConsumer<LicenseActivated>
{
    private static readonly Incoming Feed = new("feed.invalid");

    public Task Consume(ConsumeContext<LicenseActivated> context)
    {
        var said = context.Message;
        var command = new RecordActivation(new LicenseActivationRecorded(
            Feed.Name(said.Sku, "SKU"), Feed.Instant(said.ActivatedAt, clock, "activation"), clock.GetUtcNow()));
        return ledgers.Append(Feed.Name(said.LicenseCode, "licence code"), ledger => RecordActivation.Decide(ledger, command), context.CancellationToken);
    }
}
