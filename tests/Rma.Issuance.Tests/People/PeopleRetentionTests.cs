using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Rma.Issuance.People;
using Rma.Issuance.Rmas;
using Rma.Testing;

namespace Rma.Issuance.Tests.People;

/// <summary>Issuance that keeps people's data for twenty days.</summary>
public sealed class ForgetfulIssuance : IssuanceUnderTest
{
    protected override string[] Settings => ["--People:KeptDays=20", "--People:ReadsKeptDays=10"];
}

/// <summary>People's data goes when its time has passed, as if it had been erased, and nothing else goes.</summary>
public sealed class PeopleRetentionTests(ForgetfulIssuance issuance) : IClassFixture<ForgetfulIssuance>
{
    private PeopleRetention Retention => issuance.Services.GetRequiredService<PeopleRetention>();

    [Fact]
    public async Task Low_who_has_no_return_any_more_is_forgotten_after_the_time_and_nobody_else()
    {
        var over = await Asked("RET-1", "over@example.com");
        var running = await Asked("RET-2", "running@example.com");
        var anew = await Asked("RET-3", "anew@example.com");
        var again = await Asked("RET-4", "again@example.com");
        foreach (var ended in new[] { over, anew, again }) await Cancel(ended);
        var reissue = await issuance.Post("partner", $"/rmas/{anew}/reissue", new { });
        Assert.Equal(201, reissue.Status);
        var reissued = reissue.Body!;
        Assert.Equal(2, (await Export("anew@example.com")).Body!["requests"]!.AsArray().Count);
        await Execute($"delete from personal_uses where rma_id = '{reissued["rmaId"]}'"); // as an earlier release left it
        Assert.Equal((0, 0), await Retention.Round(default));
        Assert.Equal(200, (await issuance.Get("returns-desk", $"/rmas/{over}")).Status);

        await MoveClock(TimeSpan.FromDays(21));
        await Asked("RET-5", "again@example.com");
        await using (var request = await Naming("over@example.com"))
            Assert.Equal(0, (await Retention.Round(default)).Keys);
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from personal_reads where read_at < now() + interval '10 days'"));
        Assert.Equal((1, 0), await Retention.Round(default));
        Assert.Equal((0, 0), await Retention.Round(default));

        var shown = (await issuance.Get("returns-desk", $"/rmas/{over}")).Body!;
        Assert.True(shown["personErased"]!.GetValue<bool>());
        Assert.Null(shown["contact"]);
        Assert.Equal(404, (await Export("over@example.com")).Status);
        Assert.Equal("retention/20 days after the person's last return ended (People:KeptDays)",
            await issuance.Scalar<string>("select erasure || '/' || reason from personal_keys where key is null"));
        foreach (var (kept, email) in new[] { (running, "running@example.com"), (anew, "anew@example.com"), (again, "again@example.com") })
        {
            Assert.Equal(email, (await issuance.Get("returns-desk", $"/rmas/{kept}")).Body!["contact"]!["email"]!.GetValue<string>());
        }

        // Who asks again is stored under a new key, and erased on request as ever.
        await Asked("RET-6", "over@example.com");
        Assert.Equal(204, (await issuance.Post("operator", "/people/erasure",
            new { accountId = "ACC-1", person = "over@example.com", reason = "her letter of 28 November 2026" })).Status);
        Assert.Equal(1, await issuance.Scalar<long>("select count(*) from personal_keys where erasure = 'request'"));
        await MoveClock(TimeSpan.Zero);
        await StoredHistory.EachChangeIsNamed(issuance);
    }

    private async Task<string> Asked(string serial, string email)
    {
        await issuance.Sold(serial);
        await issuance.Events($"unit-{serial}", 2);
        var answer = await issuance.Post("partner", "/rmas", new
        {
            remedy = "warranty-repair", items = new[] { serial }, defect = "no picture", contact = new { name = "Somebody", email },
        });
        Assert.Equal(201, answer.Status);
        return answer.Body!["rmaNumber"]!.GetValue<string>();
    }

    private async Task Cancel(string number) =>
        Assert.Equal(204, (await issuance.Post("partner", $"/rmas/{number}/cancellation", new { reason = "not needed" })).Status);

    private Task<HttpAnswer> Export(string person) => issuance.Post("operator", "/people/export", new { accountId = "ACC-1", person });

    // A request that names the person and is not stored yet.
    private async Task<IAsyncDisposable> Naming(string email)
    {
        var scope = issuance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PersonalDetails>().Seal(
            new RmaRequest(Guid.CreateVersion7(), "ACC-1", "warranty-repair", ["RET-9"], "ada", Details: new(Contact: new(Email: email))),
            default);
        return scope;
    }

    private async Task Execute(string sql)
    {
        await using var command = issuance.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task MoveClock(TimeSpan ahead)
    {
        using var http = issuance.As("operator");
        http.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var response = await http.PutAsync(new Uri("/platform/clock", UriKind.Relative),
            JsonContent.Create(new { offsetSeconds = (long)ahead.TotalSeconds }));
        response.EnsureSuccessStatusCode();
    }
}
