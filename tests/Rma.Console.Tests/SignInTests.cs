using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Rma.Console.SignIn;

namespace Rma.Console.Tests;

/// <summary>Sign-in, sessions and what pages let in: asked as a browser does, without scripts.</summary>
public sealed class SignInTests(ConsoleWithPages console) : IClassFixture<ConsoleWithPages>
{
    [Fact]
    public async Task Whoever_signs_in_comes_to_the_page_that_was_asked_for()
    {
        using var visitor = console.Visitor();
        var page = await visitor.SignIn("/console/returns?state=Closed&sort=since", "dora");
        Assert.Equal((200, "/console/returns?state=Closed&sort=since"), (page.Status, page.Address.PathAndQuery));
        Assert.Contains("<span class=\"name\">dora</span>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_the_door_leads_to_the_console()
    {
        using var visitor = await console.SignedIn("dora");
        Assert.Equal("/console", (await visitor.Get("/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Another_name_of_a_developers_machine_leads_to_the_one_that_has_the_cookies()
    {
        using var visitor = console.Visitor();
        var other = new UriBuilder(console.Door) { Host = console.Door.Host == "localhost" ? "127.0.0.1" : "localhost" }.Uri;
        var page = await visitor.SignIn(new Uri(other, "/console/returns?next=bench").AbsoluteUri, "dora");
        Assert.Equal((200, new Uri(console.Door, "/console/returns?next=bench")), (page.Status, page.Address));
    }

    [Fact]
    public async Task The_session_opens_no_route_of_the_api()
    {
        using var visitor = await console.SignedIn("dora");
        foreach (var path in new[] { "/returns", "/returns/counts", "/find?q=abc", "/returns/changes", "/rmas" })
            Assert.Contains((await visitor.Get(path)).Status, new[] { 401, 204 }); // what is forwarded has no credential either
        Assert.DoesNotContain(console.AskedOfIssuance, asked => asked.Path == "/rmas" && asked.Authorization is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_or_a_token_opens_no_page(bool withKey)
    {
        using var visitor = console.Visitor();
        using var inside = console.As("operator");
        if (withKey) visitor.Http.DefaultRequestHeaders.Add("X-Api-Key", inside.DefaultRequestHeaders.GetValues("X-Api-Key"));
        else visitor.Http.DefaultRequestHeaders.Authorization = new("Bearer", console.Token("returns-desk"));
        Assert.Equal("/development/authorize", (await visitor.Get("/console")).Address.AbsolutePath);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/portal")]
    [InlineData("/signed-out")]
    public async Task Pages_are_at_the_door_only(string path)
    {
        using var visitor = await console.SignedIn("dora");
        using var answer = await visitor.Http.GetAsync(new Uri(console.Inside, path));
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/returns")]
    [InlineData("/console/find?q=abc")]
    [InlineData("/console/nowhere")]
    [InlineData("/console/returns?state=nonsense")]
    [InlineData("/portal")]
    [InlineData("/signed-out")]
    public async Task A_page_loads_only_what_is_here_and_is_kept_nowhere(string path)
    {
        using var visitor = await console.SignedIn("dora");
        var page = await visitor.Get(path);
        var policy = page.Answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(page.Answer.Headers.CacheControl!.NoStore);
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style| style=|\\son[a-z]+=\"|javascript:", page.Html);
    }

    [Fact]
    public async Task The_cookies_are_for_the_server_alone()
    {
        using var visitor = await console.SignedIn("dora");
        var cookies = visitor.Cookies.GetCookies(console.Door).Where(cookie => cookie.Name.StartsWith("rma-s", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.True(cookie.HttpOnly));
        using var plain = Plain();
        using var answer = await plain.GetAsync(new Uri("/console", UriKind.Relative));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void Over_TLS_no_other_host_can_set_the_cookie()
    {
        var settings = new SignInSettings(new Microsoft.Extensions.Configuration.ConfigurationManager
        {
            ["Door:Port"] = "8090", ["Http:PublicAddress"] = "https://returns.example", ["SignIn:Authority"] = "https://id.example",
            ["SignIn:ClientId"] = "console",
        }, isDevelopment: true);
        Assert.Equal(("__Host-rma-session", CookieSecurePolicy.Always), (settings.Cookie("session"), settings.SecurePolicy));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("localhost", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("192.168.7.20", false)]
    [InlineData("rma.local", false)]
    public void Nobody_chooses_whom_to_be_where_other_machines_reach_the_door(string? address, bool mayChoose)
    {
        var settings = new SignInSettings(new Microsoft.Extensions.Configuration.ConfigurationManager
        {
            ["Door:Port"] = "8090", ["Door:Address"] = address, ["SignIn:Development"] = "true", ["SignIn:DevelopmentKeyFile"] = "key.pem",
            ["Http:PublicAddress"] = "http://localhost:8090",
        }, isDevelopment: true);
        Assert.Equal((mayChoose, !mayChoose), (settings.IsOn, settings.IsOpenToOthers));
    }

    [Fact]
    public async Task A_form_that_was_not_shown_is_not_taken()
    {
        using var visitor = await console.SignedIn("dora");
        var told = new Told("FORM-1");
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        var path = $"/console/returns/{told.ReturnId}";
        var form = (await visitor.Get(path)).Form("value=\"claim\"");
        form.Remove("__RequestVerificationToken");
        Assert.Equal(400, (await visitor.Post(path, form)).Status);
        Assert.DoesNotContain(console.AskedOfIssuance, asked => asked.Path.Contains($"{told.ReturnId}", StringComparison.Ordinal));
        Assert.Equal(400, (await visitor.Post("/sign-out", [])).Status);
        Assert.Equal(200, (await visitor.Get("/console")).Status);
    }

    [Fact]
    public async Task A_form_is_sent_with_the_persons_token_and_the_same_key_however_often()
    {
        using var visitor = await console.SignedIn("dora");
        var told = new Told("FORM-2");
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        var path = $"/console/returns/{told.ReturnId}";
        var form = (await visitor.Get(path)).Form("value=\"claim\"");
        console.Answer = Results.NoContent();
        var done = await visitor.Post(path, form);
        await visitor.Post(path, form);
        Assert.Equal($"{path}?done=claim", done.Address.PathAndQuery);
        var asked = console.AskedOfIssuance.Where(one => one.Path == $"/worklist/{told.ReturnId:D}/claim").ToArray();
        Assert.Equal(2, asked.Length);
        Assert.Single(asked.Select(one => one.Key).Distinct());
        Assert.All(asked, one => Assert.StartsWith("Bearer ey", one.Authorization, StringComparison.Ordinal));
        Assert.DoesNotContain("Bearer", done.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_a_sentence_with_its_code_and_what_was_written_stays()
    {
        using var visitor = await console.SignedIn("dora");
        var told = new Told("FORM-3");
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        var path = $"/console/returns/{told.ReturnId}";
        var form = (await visitor.Get(path)).Form("value=\"hold\"");
        form["until"] = "2026-12-24";
        form["reason"] = "waits for a <b>bracket</b>";
        console.Answer = Results.Problem(ServiceDefaults.Problems.Problem(409, "work.hold-out-of-range", "A hold ends within 90 days."));
        var page = await visitor.Post(path, form);
        console.Answer = Results.NoContent();
        Assert.Equal(409, page.Status);
        Assert.Contains("A hold ends within 90 days.", page.Html, StringComparison.Ordinal);
        Assert.Contains("<code>work.hold-out-of-range</code>", page.Html, StringComparison.Ordinal);
        Assert.Contains("waits for a &lt;b&gt;bracket&lt;/b&gt;</textarea>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_fails_says_so_as_a_page()
    {
        using var visitor = await console.SignedIn("dora");
        await Execute("alter table accounts rename to accounts_elsewhere", console.Owner);
        try
        {
            var page = await visitor.Get("/console/accounts/ACME");
            Assert.Equal(500, page.Status);
            Assert.Contains("<main id=\"main\" class=\"plain\">", page.Html, StringComparison.Ordinal);
            Assert.Contains("<code>", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("accounts", page.Html, StringComparison.Ordinal);
        }
        finally
        {
            await Execute("alter table accounts_elsewhere rename to accounts", console.Owner);
        }
    }

    [Fact]
    public async Task A_session_that_is_over_leads_to_sign_in_and_back()
    {
        using var visitor = await console.SignedIn("otto");
        await Execute("update sessions set expires_at = now() - interval '1 second'");
        var page = await visitor.SignIn("/console/returns?next=bench", "otto");
        Assert.Equal((200, "/console/returns?next=bench"), (page.Status, page.Address.PathAndQuery));
    }

    [Theory]
    [InlineData("ina", true)]
    [InlineData("tina", false)] // somebody else at the same machine sees nothing of it
    public async Task What_was_written_when_the_session_ended_is_sent_after_signing_in_again(string next, bool isSent)
    {
        var told = new Told("UNSENT-" + next);
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        using var visitor = await console.SignedIn("ina");
        var path = $"/console/returns/{told.ReturnId}";
        var form = (await visitor.Get(path)).Form("value=\"notes\"");
        form["text"] = "der Kunde ruft zurück ☎ <b>\"now\"</b>";
        await Execute("update sessions set expires_at = now() - interval '1 second'");
        visitor.Http.DefaultRequestHeaders.Add("Origin", console.Door.GetLeftPart(UriPartial.Authority));
        var over = await visitor.Post(path, form);
        Assert.Equal(401, over.Status);
        Assert.Contains("href=\"/console/unsent\"", over.Html, StringComparison.Ordinal);
        var page = await visitor.SignIn("/console/unsent", next);
        Assert.Equal(isSent ? 200 : 404, page.Status);
        Assert.Equal(isSent, page.Html.Contains("der Kunde ruft", StringComparison.Ordinal));
        if (!isSent) return;
        console.Answer = Results.NoContent();
        var done = await visitor.Post(path, page.Form("Send it now"));
        Assert.Equal($"{path}?done=notes", done.Address.PathAndQuery);
        var asked = Assert.Single(console.AskedOfIssuance, one => one.Path == $"/worklist/{told.ReturnId:D}/notes");
        Assert.Equal(form["key"], asked.Key);
        Assert.DoesNotContain("Kunde", await console.Scalar<string>("select string_agg(content, ' ') from unsent_forms"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData(null)]
    public async Task What_another_site_sends_in_somebodys_name_is_not_kept(string? origin)
    {
        using var visitor = await console.SignedIn("ina");
        await Execute("update sessions set expires_at = now() - interval '1 second'");
        if (origin is not null) visitor.Http.DefaultRequestHeaders.Add("Origin", origin);
        var over = await visitor.Post("/console/returns/0199b0de-0000-7000-8000-000000000000", new() { ["text"] = "pay me" });
        Assert.Equal(401, over.Status);
        Assert.Contains("could not be kept", over.Html, StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.SignIn("/console/unsent", "ina")).Status);
    }

    [Fact]
    public async Task A_script_is_told_that_the_session_is_over()
    {
        using var visitor = console.Visitor();
        visitor.Http.DefaultRequestHeaders.Add("Sec-Fetch-Mode", "cors");
        Assert.Equal(401, (await visitor.Get("/console")).Status);
        Assert.Equal(401, (await visitor.Get("/console/changes")).Status);
    }

    [Fact]
    public async Task Whoever_signs_out_leaves_no_session_at_the_server()
    {
        using var visitor = await console.SignedIn("fiona");
        var cookie = visitor.Http.BaseAddress is { } door ? visitor.Cookies.GetCookieHeader(door) : "";
        var form = (await visitor.Get("/console")).Form("Sign out");
        Assert.Equal("/signed-out", (await visitor.Post("/sign-out", form)).Address.AbsolutePath);
        using var thief = Plain();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await thief.GetAsync(new Uri("/console", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(new Uri(console.Door, "/development/authorize").AbsoluteUri, answer.Headers.Location!.AbsoluteUri,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_anew_gets_a_new_session()
    {
        using var visitor = await console.SignedIn("ina");
        var before = Session(visitor);
        await Execute("update sessions set expires_at = expires_at"); // still valid
        var choose = await visitor.Get("/development/authorize" + (await Challenge()).Query);
        Assert.Equal(200, choose.Status);
        using var other = await console.SignedIn("ina");
        Assert.NotEqual(before, Session(other));
    }

    [Theory]
    [InlineData("https://elsewhere.example/console")]
    [InlineData("//elsewhere.example")]
    [InlineData("/console@elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/console/\\..\\elsewhere")]
    [InlineData("/consoles")]
    public async Task A_link_to_sign_in_leads_nowhere_else(string to)
    {
        using var visitor = await console.SignedIn("dora");
        var page = await visitor.Get($"/sign-in?to={Uri.EscapeDataString(to)}");
        Assert.Equal(new Uri(console.Door, "/console"), page.Address);
        Assert.Equal("/console/returns", (await visitor.Get("/sign-in?to=/console/returns")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_token_for_another_place_is_given_to_nobody()
    {
        var challenge = await Challenge();
        var query = Regex.Replace(
            challenge.Query, "redirect_uri=[^&]+", "redirect_uri=http%3A%2F%2Felsewhere.example%2Fsign-in%2Fcallback");
        using var visitor = console.Visitor();
        Assert.Equal(400, (await visitor.Get("/development/authorize" + query)).Status);
    }

    [Fact]
    public async Task What_is_of_another_account_is_nowhere()
    {
        var (own, other) = (new Told("OWN-7781", "ACME"), new Told("ALIEN-7781", "INTEG"));
        await console.Tell([.. own.UntilQuote(), .. other.UntilQuote()]);
        await console.InState(own, "AwaitingQuoteAnswer");
        await console.InState(other, "AwaitingQuoteAnswer");
        using var partner = console.Visitor();
        await partner.SignIn("/portal", "partner-ACME");
        foreach (var path in new[] { "/portal", "/portal/returns", "/portal/returns.csv", "/portal/find?q=7781&typing=1",
            "/portal/returns?account=INTEG", "/portal/returns.csv?account=INTEG", $"/portal/returns/{other.ReturnId}" })
        {
            var page = await partner.Get(path);
            Assert.DoesNotContain("ALIEN-7781", page.Html, StringComparison.Ordinal);
            Assert.Equal(path.EndsWith($"{other.ReturnId}", StringComparison.Ordinal) ? 404 : 200, page.Status);
        }

        Assert.Contains("OWN-7781", (await partner.Get("/portal/returns")).Html, StringComparison.Ordinal);
        var shown = await partner.Get($"/portal/returns/{own.ReturnId}");
        Assert.Contains("waiting for you to answer quote 2", shown.Html, StringComparison.Ordinal);
        Assert.Equal(403, (await partner.Get("/console")).Status);
        using var desk = await console.SignedIn("dora");
        Assert.Equal(403, (await desk.Get("/portal")).Status);
    }

    [Fact]
    public async Task One_result_is_opened_at_once()
    {
        var told = new Told("ONLY-55518");
        await console.Tell(told.UntilQuote());
        await console.InState(told, "AwaitingQuoteAnswer");
        using var desk = await console.SignedIn("dora");
        Assert.Equal($"/console/returns/{told.ReturnId}", (await desk.Get("/console/find?q=55518")).Address.AbsolutePath);
        Assert.Equal("/console/find", (await desk.Get("/console/find?q=5")).Address.AbsolutePath);
    }

    [Fact]
    public async Task What_is_stored_of_a_session_opens_nothing_by_itself()
    {
        using var visitor = await console.SignedIn("aldo");
        var stored = await console.Scalar<string>("select string_agg(ticket, ' ') from sessions");
        Assert.DoesNotContain("aldo", stored, StringComparison.Ordinal);
        Assert.Equal(0L, await console.Scalar<long>("select count(*) from sessions where ticket not like 'v1:%'"));
        Assert.Equal(0L, await console.Scalar<long>("select count(*) from cookie_keys where element like '%masterKey%<value>%'"));
        Assert.True(await console.Scalar<long>("select count(*) from cookie_keys where element like '%>v1:%'") > 0);
    }

    private string Session(Visitor visitor) =>
        visitor.Cookies.GetCookies(console.Door).Single(cookie => cookie.Name.StartsWith("rma-session", StringComparison.Ordinal)).Value;

    private HttpClient Plain() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = console.Door };

    private async Task<Uri> Challenge()
    {
        using var http = Plain();
        using var answer = await http.GetAsync(new Uri("/console", UriKind.Relative));
        return answer.Headers.Location!;
    }

    private async Task Execute(string sql, Npgsql.NpgsqlDataSource? database = null)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = (database ?? console.Database).CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
