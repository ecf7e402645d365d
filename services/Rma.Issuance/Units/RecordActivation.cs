using MassTransit;
using Rma.Contracts.Licensing.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;

namespace Rma.Issuance.Units;

/// <summary>
/// Records that a licence code was activated, or that it never was; of one revision the earliest activation counts, in whatever order they come,
/// and one that is taken back and not taken back under one revision is refused (C7).
/// </summary>
public sealed record RecordActivation(LicenseActivationRecorded Activation)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, RecordActivation command)
    {
        LicenseActivationRecorded[] known = [.. unit.Activations.Where(stated => stated.Revision == command.Activation.Revision)];
        if (known.Any(stated => stated.Withdrawn != command.Activation.Withdrawn))
            throw new RefusedException("feed.conflict", $"Revision {command.Activation.Revision} of this activation was already stated, and said something else.");
        return known.Any(stated => stated.Withdrawn || stated.ActivatedAt <= command.Activation.ActivatedAt) ? [] : [command.Activation];
    }
}

internal sealed class LicenseActivatedConsumer(Streams<Unit, UnitEvent> units, TimeProvider clock) : IConsumer<LicenseActivated>
{
    public Task Consume(ConsumeContext<LicenseActivated> context)
    {
        var said = context.Message;
        var command = new RecordActivation(new LicenseActivationRecorded(
            FeedChecks.Name(said.Sku, "SKU"), FeedChecks.Instant(said.ActivatedAt, clock, "activation"), clock.GetUtcNow(),
            FeedChecks.Revision(said.Revision ?? 1), said.Withdrawn ?? false));
        return units.Append(FeedChecks.Name(said.LicenseCode, "licence code"), unit => RecordActivation.Decide(unit, command), context.CancellationToken);
    }
}
