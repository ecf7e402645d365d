using MassTransit;
using Rma.Contracts.Licensing.V1;
using Rma.EventSourcing;

namespace Rma.Credit.Ledgers;

/// <summary>
/// Records that a licence code was activated, or that it never was; of one revision the earliest activation counts, in whatever order they come,
/// and one that is taken back and not taken back under one revision is refused (C7).
/// </summary>
public sealed record RecordActivation(LicenseActivationRecorded Activation)
{
    public static IEnumerable<LedgerEvent> Decide(Ledger ledger, RecordActivation command)
    {
        LicenseActivationRecorded[] known = [.. ledger.Activations.Where(stated => stated.Revision == command.Activation.Revision)];
        if (known.Any(stated => stated.Withdrawn != command.Activation.Withdrawn))
            throw new RefusedException("feed.conflict", $"Revision {command.Activation.Revision} of this activation was already stated, and said something else.");
        return known.Any(stated => stated.Withdrawn || stated.ActivatedAt <= command.Activation.ActivatedAt) ? [] : [command.Activation];
    }
}

internal sealed class LicenseActivatedConsumer(Streams<Ledger, LedgerEvent> ledgers, TimeProvider clock) : IConsumer<LicenseActivated>
{
    private static readonly Incoming Feed = new("feed.invalid");

    public Task Consume(ConsumeContext<LicenseActivated> context)
    {
        var said = context.Message;
        var command = new RecordActivation(new LicenseActivationRecorded(
            Feed.Name(said.Sku, "SKU"), Feed.Instant(said.ActivatedAt, clock, "activation"), clock.GetUtcNow(),
            Feed.Revision(said.Revision ?? 1), said.Withdrawn ?? false));
        return ledgers.Append(Feed.Name(said.LicenseCode, "licence code"), ledger => RecordActivation.Decide(ledger, command), context.CancellationToken);
    }
}
