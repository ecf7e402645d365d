using MassTransit;
using Rma.Contracts.Licensing.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.Ledgers;

/// <summary>Records that a licence code was activated; the first activation counts (clause C7).</summary>
public sealed record RecordActivation(LicenseActivationRecorded Activation)
{
    public static IEnumerable<LedgerEvent> Decide(Ledger ledger, RecordActivation command) => ledger.Activation is null ? [command.Activation] : [];
}

internal sealed class LicenseActivatedConsumer(Streams<Ledger, LedgerEvent> ledgers, TimeProvider clock) : IConsumer<LicenseActivated>
{
    public Task Consume(ConsumeContext<LicenseActivated> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var command = new RecordActivation(new LicenseActivationRecorded(
            check.Id(said.Sku, "SKU"), check.Instant(said.ActivatedAt, "activation"), clock.GetUtcNow()));
        return ledgers.Append(check.Id(said.LicenseCode, "licence code"), ledger => RecordActivation.Decide(ledger, command), context.CancellationToken);
    }
}
