using MassTransit;
using Rma.Contracts.Licensing.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Issuance.Units;

/// <summary>Records that a licence code was activated; the first activation counts (clause C7).</summary>
public sealed record RecordActivation(LicenseActivationRecorded Activation)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, RecordActivation command) => unit.Activation is null ? [command.Activation] : [];
}

internal sealed class LicenseActivatedConsumer(Streams<Unit, UnitEvent> units, TimeProvider clock) : IConsumer<LicenseActivated>
{
    public Task Consume(ConsumeContext<LicenseActivated> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var command = new RecordActivation(new LicenseActivationRecorded(
            check.Id(said.Sku, "SKU"), check.Instant(said.ActivatedAt, "activation"), clock.GetUtcNow()));
        return units.Append(check.Id(said.LicenseCode, "licence code"), unit => RecordActivation.Decide(unit, command), context.CancellationToken);
    }
}
