using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>Asks issuance about accounts.</summary>
internal sealed class AccountDesk(ServiceCalls services)
{
    private const string Issuance = "issuance";

    /// <summary>Who may list disputes.</summary>
    public static readonly string[] DisputeReaders = [Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator];

    /// <summary>Its disputes, the newest first.</summary>
    public async Task<IReadOnlyList<DisputeSaid>> Disputes(HttpContext context, string account, CancellationToken ct) =>
        (await services.Get(context, Issuance, $"/disputes?account={Uri.EscapeDataString(account)}", ct)).Read<DisputeSaid[]>() ?? [];

    /// <summary>
    /// Which remedies it is offered: the answers for a defective unit with two years of warranty that it bought on that day.
    /// </summary>
    public Task<ServiceAnswer> Remedies(HttpContext context, string account, DateOnly boughtOn, CancellationToken ct) =>
        services.Post(context, Issuance, "/what-if", new
        {
            accountId = account,
            facts = new
            {
                shippedOn = boughtOn, invoiceDate = boughtOn, warrantyMonths = 24, netPrice = 100m, currency = "USD", defective = true,
            },
        }, null, ct);
}
