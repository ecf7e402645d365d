using System.Security.Cryptography;
using Dapper;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.ServiceDefaults;

namespace Rma.Issuance.People;

/// <summary>Seals what a request says of people before it is stored, and opens it for those who may see it.</summary>
internal sealed class PersonalDetails(AmbientTransaction transaction, TimeProvider clock)
{
    private const string KeySql =
        """
        insert into personal_keys (key_id, person, account_id, key, made_at) values (@fresh, @person, @account, @secret, @now)
        on conflict (person) where key is not null do update set made_at = personal_keys.made_at
        returning key_id, key
        """;

    private const string UseSql = "insert into personal_uses (key_id, rma_id, used_at) values (@keyId, @RmaId, @now)";

    /// <summary>The request with everything about people sealed, under the key of the person it names.</summary>
    public async Task<RmaRequest> Seal(RmaRequest request, CancellationToken cancellationToken)
    {
        if (Person.In(request.AccountId, request.Details) is not { } person) return request;
        var open = await transaction.Begin(cancellationToken);
        var now = clock.GetUtcNow().ToUniversalTime();
        var (keyId, key) = await open.Connection!.QuerySingleAsync<(Guid, byte[])>(KeySql, new
        {
            fresh = Guid.CreateVersion7(), person, account = request.AccountId, secret = RandomNumberGenerator.GetBytes(32), now,
        }, open);
        await open.Connection!.ExecuteAsync(UseSql, new { keyId, request.RmaId, now }, open);
        return request with { Details = Each(request.Details!, (text, member) => SealedText.Seal(text, keyId, key, member)) };
    }

    /// <summary>Notes that a request that was issued anew names the same person, under the same key.</summary>
    public async Task NoteReissue(RmaRequest reissued, CancellationToken cancellationToken)
    {
        if (reissued.Details is not { } details || KeyOf(details) is not { } keyId) return;
        var open = await transaction.Begin(cancellationToken);
        await open.Connection!.ExecuteAsync(
            UseSql, new { keyId, reissued.RmaId, now = clock.GetUtcNow().ToUniversalTime() }, open);
    }

    /// <summary>The view with what it says of people in clear text; null where the key was destroyed.</summary>
    public async Task<RmaView> Open(RmaView view, CancellationToken cancellationToken)
    {
        var stored = PeopleIn(view);
        if (KeyOf(stored) is not { } keyId) return view;
        var transactionOpen = await transaction.Begin(cancellationToken);
        var key = await transactionOpen.Connection!.QuerySingleOrDefaultAsync<byte[]?>(
            "select key from personal_keys where key_id = @keyId", new { keyId }, transactionOpen);
        if (key is null) return view with { Contact = null, ShipFrom = null, PersonErased = true };
        var details = Each(stored, (text, member) => SealedText.Open(text, key, member));
        return view with { Contact = details.Contact, ShipFrom = details.ShipFrom };
    }

    /// <summary>The same for a request that only reads: what was written down about it is committed here.</summary>
    public async Task<RmaView> ShowAndKeep(RmaView view, Caller caller, CancellationToken cancellationToken)
    {
        var shown = await Show(view, caller, "request", cancellationToken);
        await transaction.Commit();
        return shown;
    }

    /// <summary>The same, and it is written down who was shown it.</summary>
    public async Task<RmaView> Show(RmaView view, Caller caller, string purpose, CancellationToken cancellationToken)
    {
        var opened = await Open(view, cancellationToken);
        if (opened.PersonErased || KeyOf(PeopleIn(view)) is not { } keyId) return opened;
        var open = await transaction.Begin(cancellationToken);
        await open.Connection!.ExecuteAsync(
            "insert into personal_reads (key_id, rma_id, read_by, role, purpose, read_at) " +
                "values (@keyId, @RmaId, @Id, @role, @purpose, @now)",
            new { keyId, view.RmaId, caller.Id, role = string.Join(' ', caller.Roles.Order(StringComparer.Ordinal)), purpose,
                now = clock.GetUtcNow().ToUniversalTime() }, open);
        return opened;
    }

    private static RequestDetails PeopleIn(RmaView view) => new(Contact: view.Contact, ShipFrom: view.ShipFrom);

    private static Guid? KeyOf(RequestDetails details) =>
        new[] { details.Contact?.Email, details.Contact?.Name, details.Contact?.Phone, details.ShipFrom?.Street, details.ShipFrom?.Name }
            .Select(SealedText.KeyOf).FirstOrDefault(keyId => keyId is not null);

    // The country is needed for statistics and tells nothing of a person by itself.
    private static RequestDetails Each(RequestDetails details, Func<string?, string, string?> change) => details with
    {
        Contact = details.Contact is not { } contact ? null : new(
            change(contact.Name, "contact.name"), change(contact.Email, "contact.email"), change(contact.Phone, "contact.phone")),
        ShipFrom = details.ShipFrom is not { } origin ? null : origin with
        {
            Street = change(origin.Street, "shipFrom.street")!, City = change(origin.City, "shipFrom.city")!,
            Name = change(origin.Name, "shipFrom.name"), Street2 = change(origin.Street2, "shipFrom.street2"),
            Region = change(origin.Region, "shipFrom.region"), PostalCode = change(origin.PostalCode, "shipFrom.postalCode"),
        },
    };
}
