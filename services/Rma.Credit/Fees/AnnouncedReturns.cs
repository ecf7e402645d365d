using Dapper;
using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.Credit.Witnesses;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Credit.Fees;

/// <summary>A return as published by issuance when it was authorized.</summary>
public sealed record AnnouncedReturn(Guid ReturnId, string RmaNumber, string Remedy, bool IsLicense)
{
    /// <summary>Whether a clause can make a restocking fee due on it (C3, V4, T5).</summary>
    public bool MayHaveFee => !IsLicense && !Remedies.IsRepair(Remedy);

    /// <summary>The refusal of a fee that would have no effect.</summary>
    public RefusedException WithoutFee() =>
        new("fee.no-effect", IsLicense ? "A license has no restocking fee." : $"There is no restocking fee for '{Remedy}'.")
    {
        Clauses = [Clauses.C3, Clauses.V4, Clauses.T5],
        WouldChange = "A restocking fee is chosen for a credit, a replacement or an exchange.",
    };
}

/// <summary>The authorized returns. The message about a return that is missing here may still be on its way.</summary>
internal sealed class AnnouncedReturns(AmbientTransaction transaction)
{
    public async Task<AnnouncedReturn?> Find(Guid returnId, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QuerySingleOrDefaultAsync<AnnouncedReturn>(
            """select return_id, rma_number, remedy, is_license from returns_announced """ +
                """where return_id = @returnId""",
            new { returnId }, open);
    }
}

/// <summary>
/// Stores an authorization; repeats are ignored, because an authorization does not change. Decides the credit that waited for it.
/// </summary>
internal sealed class ReturnAuthorizedConsumer(HeldCredits held, TimeProvider clock) : IConsumer<ReturnAuthorized>
{
    public Task Consume(ConsumeContext<ReturnAuthorized> context)
    {
        var (said, check) = (context.Message, new MessageValidator("credit.invalid-return", clock));
        var row = new
        {
            said.ReturnId, RmaNumber = check.Id(said.RmaNumber, "RMA number"), AccountId = check.Id(said.AccountId, "account"),
            SerialNumber = check.Id(said.SerialNumber, "serial number"), Remedy = check.Id(said.Remedy, "remedy"), said.IsLicense,
            IssuedAt = check.Instant(said.IssuedAt, "time of issue"),
        };
        return held.Record(
            said.ReturnId,
            """
            insert into returns_announced (return_id, rma_number, account_id, serial_number, remedy, is_license, issued_at)
            values (@ReturnId, @RmaNumber, @AccountId, @SerialNumber, @Remedy, @IsLicense, @IssuedAt) on conflict (return_id) do nothing
            """, row, context.CancellationToken);
    }
}
