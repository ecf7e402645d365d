using Rma.Issuance.People;
using Rma.Issuance.Rmas;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>People's data: stored encrypted, exported, shown with a trace, and erased with the history still verifying.</summary>
public sealed class PeopleCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static object Request(string serial, string email = "grace@example.com") => new
    {
        remedy = "warranty-repair", items = new[] { serial }, defect = "no picture", reference = "R-1",
        contact = new { name = "Grace Hopper", email, phone = "+1 555 0100" },
        shipFrom = new { street = "1 Navy Way", city = "Arlington", country = "US", name = "Grace Hopper" },
    };

    private async Task<string> Asked(string serial, string email = "grace@example.com")
    {
        await issuance.Sold(serial);
        await issuance.Events($"unit-{serial}", 2);
        var answer = await issuance.Post("partner", "/rmas", Request(serial, email));
        Assert.Equal(201, answer.Status);
        Assert.Equal("Grace Hopper", answer.Body!["contact"]!["name"]!.GetValue<string>());
        return answer.Body["rmaNumber"]!.GetValue<string>();
    }

    private Task<HttpAnswer> Export(string person, string accountId = "ACC-1") =>
        issuance.Post("operator", "/people/export", new { accountId, person });

    private Task<HttpAnswer> Erase(string person) => issuance.Post("operator", "/people/erasure", new
    {
        accountId = "ACC-1", person, reason = "her letter of 28 November 2026",
    });

    [Fact]
    public async Task What_says_something_of_a_person_is_nowhere_in_clear_text_in_the_events()
    {
        await Asked("PEO-1");
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from mt_events " +
            "where data::text ~* 'hopper|navy way|arlington|555 0100' or data::text like '%grace@%'"));
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from outbox where convert_from(body, 'UTF8') ~* 'hopper'"));
        Assert.NotEqual(0, await issuance.Scalar<long>("select count(*) from mt_events where data::text like '%\"Country\": \"US\"%'"));
    }

    [Fact]
    public async Task Whoever_is_shown_a_person_is_written_down_and_the_export_has_all()
    {
        var numbers = new[] { await Asked("PEO-2", "ada@example.com"), await Asked("PEO-3", " ADA@example.com") };
        var shown = await issuance.Get("returns-desk", $"/rmas/{numbers[0]}");
        Assert.Equal("+1 555 0100", shown.Body!["contact"]!["phone"]!.GetValue<string>());
        var export = await Export("Ada@Example.com");
        Assert.Equal(200, export.Status);
        Assert.Equal(numbers, export.Body!["requests"]!.AsArray().Select(request => request!["rmaNumber"]!.GetValue<string>()));
        Assert.All(export.Body["requests"]!.AsArray(), request =>
            Assert.Equal("1 Navy Way", request!["shipFrom"]!["street"]!.GetValue<string>()));
        var read = Assert.Single(export.Body["reads"]!.AsArray())!;
        Assert.Equal(("returns-desk", "request"), (read["readBy"]!.GetValue<string>(), read["purpose"]!.GetValue<string>()));
        Assert.Equal(3, (await Export("ada@example.com")).Body!["reads"]!.AsArray().Count);
        Assert.Equal(404, (await Export("ada@example.com", "ACC-2")).Status);
    }

    [Fact]
    public async Task An_erased_person_is_gone_everywhere_and_the_history_still_verifies()
    {
        var (theirs, others) = (await Asked("PEO-4", "lin@example.com"), await Asked("PEO-5", "eve@example.com"));
        Assert.Equal(204, (await Erase("lin@example.com")).Status);
        Assert.Equal(404, (await Erase("lin@example.com")).Status);

        var shown = (await issuance.Get("returns-desk", $"/rmas/{theirs}")).Body!;
        Assert.Null(shown["contact"]);
        Assert.Null(shown["shipFrom"]);
        Assert.True(shown["personErased"]!.GetValue<bool>());
        Assert.Equal("eve@example.com",
            (await issuance.Get("returns-desk", $"/rmas/{others}")).Body!["contact"]!["email"]!.GetValue<string>());
        Assert.Equal(404, (await Export("lin@example.com")).Status);

        // Who asks again later is stored under a new key; what was erased stays erased.
        await Asked("PEO-6", "lin@example.com");
        Assert.Null((await issuance.Get("returns-desk", $"/rmas/{theirs}")).Body!["contact"]);
        await StoredHistory.EachChangeIsNamed(issuance);
        Assert.Equal("[]", (await issuance.Get("operator", "/policy/replay")).Body!["differences"]!.ToJsonString());
    }

    [Theory]
    [InlineData("ACC-1", "", "her letter of 28 November", 400, "person.malformed")]
    [InlineData("", "x@example.com", "her letter of 28 November", 400, "person.malformed")]
    [InlineData("ACC-1", "x@example.com", "short", 400, "person.reason-missing")]
    [InlineData("ACC-1", "nobody@example.com", "her letter of 28 November", 404, "person.not-found")]
    public async Task An_erasure_names_account_person_and_reason(string accountId, string person, string reason, int status, string code)
    {
        var answer = await issuance.Post("operator", "/people/erasure", new { accountId, person, reason });
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(403, (await issuance.Post("returns-desk", "/people/erasure", new { accountId, person, reason })).Status);
    }

    [Fact]
    public void A_sealed_text_opens_with_its_key_in_its_member_only()
    {
        var (keyId, key) = (Guid.CreateVersion7(), new byte[32]);
        var stored = SealedText.Seal("sealed:by hand", keyId, key, "contact.name");
        Assert.Equal(keyId, SealedText.KeyOf(stored));
        Assert.Equal("sealed:by hand", SealedText.Open(stored, key, "contact.name"));
        Assert.Null(SealedText.Open(stored, null, "contact.name"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => SealedText.Open(stored, key, "contact.email"));
        Assert.Equal("plain, of before", SealedText.Open("plain, of before", null, "contact.name"));
        Assert.Null(SealedText.KeyOf("sealed:nonsense"));
        Assert.Equal(Person.Of("A", " Ada  Lovelace"), Person.Of("A", "ada lovelace"));
        Assert.NotEqual(Person.Of("A", "ada"), Person.Of("B", "ada"));
        Assert.Null(Person.In("A", new RequestDetails("R-1")));
    }
}
