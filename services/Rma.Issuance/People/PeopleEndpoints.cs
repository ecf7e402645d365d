using Dapper;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.ServiceDefaults;

namespace Rma.Issuance.People;

/// <summary>A person of an account: by the e-mail address in their requests, or by name where none was given.</summary>
/// <param name="Person">E-mail address or name; case and spaces do not count.</param>
public sealed record PersonRequest(string AccountId, string Person);

/// <param name="Reason">Why, 10 to 500 characters: who asked for it, and where that is found.</param>
public sealed record ErasePersonRequest(string AccountId, string Person, string Reason);

/// <summary>All that is held about a person.</summary>
/// <param name="Requests">The requests that name the person.</param>
/// <param name="Reads">Who was shown it, newest first, at most 1000.</param>
public sealed record PersonView(string AccountId, IReadOnlyList<RmaView> Requests, IReadOnlyList<PersonalRead> Reads);

/// <param name="RmaId">The request; null for an export of all.</param>
/// <param name="Purpose">What it was shown for: <c>request</c> or <c>export</c>.</param>
public sealed record PersonalRead(
    Guid? RmaId, string ReadBy, string Role, [OneOf("request", "export")] string Purpose, DateTimeOffset ReadAt);

/// <summary>Export and erasure of what is held about a person, on that person's request.</summary>
internal static class PeopleEndpoints
{
    private const string Known =
        "select key_id from personal_keys where person = @person and account_id = @AccountId and key is not null";

    public static void AddPeople(this IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<PersonalDetails>().AddSingleton(PeopleKept.From(configuration)).AddSingleton<PeopleRetention>()
        .AddHostedService(provider => provider.GetRequiredService<PeopleRetention>());

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/people/export", async (
            PersonRequest request, Caller caller, PersonalDetails people, AmbientTransaction transaction,
            Streams<ReturnAuthorization, RmaEvent> rmas, CancellationToken ct) =>
        {
            var open = await transaction.Begin(ct);
            var named = new { person = Person.Of(Checked(request.AccountId), Checked(request.Person)), request.AccountId };
            if (await open.Connection!.QuerySingleOrDefaultAsync<Guid?>(Known, named, open) is not { } keyId)
                return Problems.NotFound("person");
            var ids = await open.Connection!.QueryAsync<Guid>(
                "select rma_id from personal_uses where key_id = @keyId order by used_at", new { keyId }, open);
            var reads = await open.Connection!.QueryAsync<PersonalRead>(
                "select rma_id, read_by, role, purpose, read_at from personal_reads where key_id = @keyId order by read_at desc limit 1000",
                new { keyId }, open);
            var views = new List<RmaView>();
            foreach (var id in ids)
            {
                if (RmaViews.Of(await rmas.Get(id, ct)) is { } view) views.Add(await people.Show(view, caller, "export", ct));
            }

            await transaction.Commit(); // only that it was shown
            return Results.Ok(new PersonView(request.AccountId, views, [.. reads]));
        }).Allow(Roles.Operator).WithMetadata(new SafePost())
            .WithName("exportPerson").WithSummary("Shows all that is held about a person.")
            .Produces<PersonView>()
            .Refuses(400, "person.malformed")
            .Refuses(404, "person.not-found");

        routes.MapPost("/people/erasure", async (
            ErasePersonRequest request, Caller caller, AmbientTransaction transaction, TimeProvider clock, CancellationToken ct) =>
        {
            if (request.Reason.Trim() is not { Length: >= 10 and <= 500 } reason)
                throw new InvalidInputException(
                    "person.reason-missing", "Say who asked for it and where that is found, in 10 to 500 characters.");
            var open = await transaction.Begin(ct);
            var erased = await open.Connection!.ExecuteAsync(
                "update personal_keys set key = null, erased_at = @now, erased_by = @Id, reason = @reason, " +
                    "erasure = 'request' " +
                    "where person = @person and account_id = @AccountId and key is not null",
                new
                {
                    person = Person.Of(Checked(request.AccountId), Checked(request.Person)), request.AccountId, caller.Id, reason,
                    now = clock.GetUtcNow().ToUniversalTime(),
                }, open);
            return erased == 0 ? Problems.NotFound("person") : Results.NoContent();
        }).Allow(Roles.Operator)
            .WithName("erasePerson").WithSummary("Erases what is held about a person.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "person.malformed", "person.reason-missing")
            .Refuses(404, "person.not-found");
    }

    private static string Checked(string text) => text.Trim() is { Length: >= 1 and <= 254 } given ? given
        : throw new InvalidInputException("person.malformed", "Name the account and the person, in at most 254 characters each.");
}
