using Rma.Client.Public;

namespace Rma.Demo;

/// <summary>
/// A partner's program at the public door, written with the typed client: it looks up every return of its account as its developer would.
/// </summary>
internal sealed class PartnerLookups(Doors doors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What it does not find under the number that it was given; what happened just now may take a second.</summary>
    public async Task<IReadOnlyList<Case>> NotFound(IEnumerable<Case> cases, CancellationToken ct)
    {
        var missing = new List<Case>();
        foreach (var account in cases.Where(item => item.RmaNumber is not null).GroupBy(item => item.Account))
        {
            using var http = doors.AtTheDoor("partner", $"program-{account.Key}", account.Key);
            var client = new PublicClient(http);
            foreach (var item in account)
                if (!await IsFound(client, item, ct)) missing.Add(item);
        }

        return missing;
    }

    private static async Task<bool> IsFound(PublicClient client, Case item, CancellationToken ct)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(250, ct))
        {
            var page = await client.ListReturnsAsync(serialNumber: item.Serial, cancellationToken: ct);
            if (page.Returns.Any(one => one.RmaNumber == item.RmaNumber && one.AccountId == item.Account)) return true;
            if (TimeProvider.System.GetElapsedTime(began) > Patience) return false;
        }
    }
}
