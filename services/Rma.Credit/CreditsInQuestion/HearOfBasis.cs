using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.CreditsInQuestion;

/// <summary>Stores the current state of a fact on which credits may be based; an older revision that arrives late is ignored.</summary>
internal sealed class CreditBasisChangedConsumer(AmbientTransaction transaction, TimeProvider clock) : IConsumer<CreditBasisChanged>
{
    public Task Consume(ConsumeContext<CreditBasisChanged> context)
    {
        var (said, check) = (context.Message, new MessageValidator("credit.invalid-basis", clock));
        check.OneOf(said.Basis, "basis", ["invoice-line", "order-line"], "said.Basis");
        transaction.EnqueueRow(
            """
            insert into credit_bases (basis, document_id, document_line, revision, stands_for, quantity, net_price, heard_at)
            values (@Basis, @DocumentId, @DocumentLine, @Revision, @StandsFor, @Quantity, @NetPrice, @HeardAt)
            on conflict (basis, document_id, document_line) do update
                set revision = excluded.revision, stands_for = excluded.stands_for, quantity = excluded.quantity,
                    net_price = excluded.net_price, heard_at = excluded.heard_at
                where credit_bases.revision < excluded.revision
            """,
            new
            {
                said.Basis, DocumentId = check.Id(said.DocumentId, "document"), DocumentLine = check.Count(said.DocumentLine, "line"),
                Revision = check.Revision(said.Revision), said.StandsFor, said.Quantity, said.NetPrice, HeardAt = clock.GetUtcNow(),
            });
        return Task.CompletedTask;
    }
}

/// <summary>The activations of licenses, stored with the other facts on which credits are based.</summary>
internal sealed class ActivationBases : IInlineProjection<Ledger, LedgerEvent>
{
    private const string Sql =
        """
        insert into credit_bases (basis, document_id, document_line, revision, activated_at, heard_at)
        values ('activation', @DocumentId, 1, @Revision, @ActivatedAt, @HeardAt)
        on conflict (basis, document_id, document_line) do update
            set revision = excluded.revision, activated_at = excluded.activated_at, heard_at = excluded.heard_at
        """;

    // The other rows of the table come from messages (CreditBasisChangedConsumer).
    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("credit_bases", "document_id", "text", "basis = 'activation'")];

    public IEnumerable<RowChange> Project(string id, Step<Ledger, LedgerEvent> step) => step.Event is LicenseActivationRecorded recorded
        ? [new(Sql, new
        {
            DocumentId = id, Revision = step.State.ActivationRevision, step.State.Activation?.ActivatedAt, HeardAt = recorded.RecordedAt,
        })]
        : [];
}
