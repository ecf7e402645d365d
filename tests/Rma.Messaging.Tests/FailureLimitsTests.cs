using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Whoever guesses is stopped, and nobody else (S13, S15).</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class FailureLimitsTests(FailureLimitsTests.Guessed guessed) : IClassFixture<FailureLimitsTests.Guessed>
{
    private const int Failures = 5, Unknown = 6;

    [Fact]
    public async Task S13_failed_credentials_of_an_address_are_limited_and_a_valid_one_is_answered_nevertheless()
    {
        for (var guess = 1; guess <= Failures; guess++) Assert.Equal(401, (await Ask("203.0.113.9", $"rma_guess_{guess}")).Status);
        var refused = await Ask("203.0.113.9", "rma_guess_x");
        Assert.Equal((429, "request.too-many", true), (refused.Status, refused.Code, refused.ComeBack));
        Assert.Equal(429, (await Ask("203.0.113.9", null)).Status);
        Assert.Equal(200, (await Ask("203.0.113.9", guessed.SecretOf("operator"))).Status);
        Assert.Equal(401, (await Ask("203.0.113.10", "rma_guess_x")).Status);
        Assert.Contains(guessed.Written.Lines, line => line["Kind"] == "too-many-failures" && line["Address"] == "203.0.113.9");
    }

    [Fact]
    public async Task S13_links_that_are_made_up_count_like_failed_credentials()
    {
        for (var guess = 1; guess <= Failures; guess++) Assert.Equal(404, (await Ask("203.0.113.20", null, $"/links/{guess}")).Status);
        Assert.Equal(429, (await Ask("203.0.113.20", null, "/links/x")).Status);
        Assert.Contains(guessed.Written.Lines, line => line["Kind"] == "link-unusable" && line["Route"] == "/links/{token}");
    }

    [Fact]
    public async Task S15_different_objects_that_are_not_there_are_limited_for_who_asks()
    {
        guessed.AddKey("curious", "partner", account: "ACC-1");
        for (var guess = 1; guess <= Unknown; guess++) Assert.Equal(404, (await Missing("curious", Guid.CreateVersion7())).Status);
        var refused = await Missing("curious", Guid.CreateVersion7());
        Assert.Equal((429, "request.too-many", true), (refused.Status, refused.Code, refused.ComeBack));
        Assert.Equal(200, (await guessed.Get("operator", "/outbox")).Status);
        Assert.Contains(guessed.Written.Lines, line => line["Kind"] == "too-many-unknown"
            && line["Who"]!.Contains("(curious)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S15_numbers_that_nobody_expects_are_limited_for_the_device_that_reads_them()
    {
        guessed.AddKey("thief", "scanner");
        for (var guess = 1; guess <= Unknown; guess++) Assert.Equal(200, (await guessed.Get("thief", $"/numbers?number=N-{guess}")).Status);
        Assert.Equal(429, (await guessed.Get("thief", "/numbers?number=N-0")).Status);
        Assert.Contains(guessed.Written.Lines, line => line["Kind"] == "unknown-number");
    }

    // An honest dock: known numbers, and the same unknown one again and again because its carton lies there.
    [Fact]
    public async Task S15_who_waits_for_one_thing_or_reads_known_numbers_is_not_guessing()
    {
        guessed.AddKey("honest", "scanner");
        guessed.AddKey("patient", "partner", account: "ACC-1");
        var id = Guid.CreateVersion7();
        for (var read = 1; read <= 10 * Unknown; read++)
        {
            Assert.Equal(200, (await guessed.Get("honest", $"/numbers?number=K-{read}")).Status);
            Assert.Equal(200, (await guessed.Get("honest", "/numbers?number=N-1")).Status);
            Assert.Equal(404, (await Missing("patient", id)).Status);
            Assert.Equal(404, (await Missing("operator", Guid.CreateVersion7())).Status);
        }
    }

    private Task<HttpAnswer> Missing(string who, Guid id) => guessed.Get(who, $"/things/{id}");

    private async Task<HttpAnswer> Ask(string from, string? key, string path = "/outbox")
    {
        using var http = guessed.As(null);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        if (key is not null) http.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await HttpAnswer.Of(answer);
    }

    private sealed class NoLink : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            new(Results.StatusCode(404));
    }

    /// <summary>The smallest service with low limits, a signed link that nobody has, and a device's question.</summary>
    public sealed class Guessed : ServiceUnderTest
    {
        protected override string Name => "guessed";

        public WrittenLog Written { get; private set; } = null!;

        protected override WebApplication Build(string[] args) => RmaService.Build("guessed", [.. args,
            $"--RateLimits:FailuresPerMinute={Failures}", $"--RateLimits:UnknownPerMinute={Unknown}",
            "--ForwardedHeaders:KnownNetworks:0=127.0.0.0/8"], service => service.Routes(routes =>
            {
                routes.MapGet("/links/{token}", (string token) => Results.Ok(token)).AllowSignedLink<NoLink>();
                routes.MapGet("/things/{id:guid}", (Guid id) => Problems.NotFound("thing")).Allow(Roles.Partner, Roles.Operator);
                routes.MapGet("/numbers", (string number) => TypedResults.Ok(number)).Allow(Roles.Scanner)
                    .CountUnknown<string>(number => number.StartsWith('N') ? number : null);
            }));

        public string SecretOf(string name)
        {
            using var http = As(name);
            return http.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        }

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Written = WrittenLog.Of(this);
        }
    }
}
