using MassTransit;
using Rma.Contracts.Licensing.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.Ledgers;

/// <summary>
/// Records that a license code was activated, or that the activation was withdrawn. Within one revision the earliest activation counts, in
/// whatever order they arrive; a revision that is both withdrawn and not withdrawn is refused (C7).
/// </summary>
public sealed record RecordActivation(LicenseActivationRecorded Activation)
{
    public static IEnumerable<LedgerEvent> Decide(Ledger ledger, RecordActivation command)
    {
        LicenseActivationRecorded[] known = [.. ledger.Activations.Where(stated => stated.Revision == command.Activation.Revision)];
        if (known.Any(stated => stated.Withdrawn != command.Activation.Withdrawn))
            throw new RefusedException("feed.conflict",
                $"Revision {command.Activation.Revision} of this activation was already stated, and said something else.");
        return known.Any(stated => stated.Withdrawn || stated.ActivatedAt <= command.Activation.ActivatedAt) ? [] : [command.Activation];
    }
}

internal sealed class LicenseActivatedConsumer(Streams<Ledger, LedgerEvent> ledgers, TimeProvider clock) : IConsumer<LicenseActivated>
{
    public Task Consume(ConsumeContext<LicenseActivated> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var command = new RecordActivation(new LicenseActivationRecorded(
            check.Id(said.Sku, "SKU"), check.Instant(said.ActivatedAt, "activation"), clock.GetUtcNow(),
            check.Revision(said.Revision ?? 1), said.Withdrawn ?? false));
        return ledgers.Append(check.Id(said.LicenseCode, "license code"), ledger =>
            RecordActivation.Decide(ledger, command), context.CancellationToken);
    }
}
