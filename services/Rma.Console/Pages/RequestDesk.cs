using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rma.Console.Accounts;
using Rma.Console.Requests;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>A line of an answer to a request.</summary>
/// <param name="Line">Null for an item that was not authorized.</param>
public sealed record AnsweredLine(
    int? Line, Guid? ReturnId, string Item, string Outcome, string Reason, IReadOnlyList<string> Clauses, DateOnly? LastDay,
    string? WouldChange, string? Code = null);

/// <summary>A request with its answer, as issuance shows it.</summary>
public sealed record AnsweredRequest(
    Guid RmaId, string? RmaNumber, string AccountId, string Remedy, string State, string Reason, IReadOnlyList<string> Clauses,
    DateOnly? ValidThrough, IReadOnlyList<AnsweredLine> Lines, string? ReissuedBy = null, string? RefusalCode = null,
    string? WouldChange = null);

/// <summary>The account that was meant, or those that may have been.</summary>
public sealed record MeantAccount(string? AccountId, IReadOnlyList<AccountView> Others);

/// <summary>What was asked for, and what came of it.</summary>
/// <param name="References">Requests that have a number or wait for one.</param>
/// <param name="Refused">Requests that were refused, with their lines.</param>
public sealed record RequestOutcome(
    IReadOnlyList<string> References, IReadOnlyList<(Refusal Refusal, IReadOnlyList<AnsweredLine> Lines)> Refused, bool IsUnknown);

/// <summary>Asks issuance what items are entitled to, and for their numbers.</summary>
internal sealed class RequestDesk(ServiceCalls services, AccountReader accounts, UnitDesk units)
{
    private const string Issuance = "issuance";
    private const int MostAccounts = 8;

    /// <summary>How long one call for many items may take, in milliseconds; a page asks for no more than a few of them.</summary>
    public const int LongestCall = 25_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(LongestCall);

    /// <summary>Who may ask for returns.</summary>
    public static readonly string[] Askers = [Roles.Partner, Roles.ReturnsDesk];

    /// <summary>What items of an account are entitled to now.</summary>
    public Task<ServiceAnswer> Check(HttpContext context, IReadOnlyList<string> items, string? account, CancellationToken ct) =>
        services.Post(context, Issuance, "/eligibility", new { items, accountId = account }, null, ct, Patience);

    /// <summary>The account that an employee meant; where nothing is written, the one to which the item was sold.</summary>
    public async Task<MeantAccount> Account(HttpContext context, string written, string item, CancellationToken ct)
    {
        if (written.Length == 0) return new((await units.Life(context, item, ct))?.SoldTo, []);
        var found = await accounts.Named(written, MostAccounts + 1, ct);
        return found.Count switch
        {
            0 => new(written, []),
            1 => new(found[0].AccountId, []),
            _ => new(null, found),
        };
    }

    /// <summary>Asks for numbers. The same key asks once, however often it is sent.</summary>
    public async Task<RequestOutcome> Request(
        HttpContext context, IReadOnlyList<PreparedRequest> requests, string? key, CancellationToken ct)
    {
        List<string> references = [];
        List<(Refusal, IReadOnlyList<AnsweredLine>)> refused = [];
        var isUnknown = false;
        foreach (var request in requests)
        {
            var answer = await services.Post(context, Issuance, "/rmas", request.Body, $"{key}-{request.Remedy}", ct, Patience);
            if (answer.Refusal is null) references.Add(ReferenceOf(answer.Body!));
            else refused.Add((answer.Refusal, LinesOf(answer.Body)));
            isUnknown |= answer.Status is HttpStatusCode.ServiceUnavailable;
            if (answer is { Status: HttpStatusCode.Conflict, Body: { } denial } && denial["rmaId"] is { } denied && references.Count > 0)
                references.Add(denied.GetValue<string>());
        }

        return new(references, refused, isUnknown);
    }

    /// <summary>A request by its number or id; null when it is not there for this person.</summary>
    public async Task<AnsweredRequest?> Find(HttpContext context, string reference, CancellationToken ct) =>
        (await services.Get(context, Issuance, $"/rmas/{Uri.EscapeDataString(reference)}", ct)).Read<AnsweredRequest>();

    /// <summary>The reference under which an answer is found again.</summary>
    public static string ReferenceOf(JsonNode answer) => (answer["rmaNumber"] ?? answer["rmaId"])!.GetValue<string>();

    private static IReadOnlyList<AnsweredLine> LinesOf(JsonNode? problem) =>
        problem?["lines"].Deserialize<AnsweredLine[]>(JsonSerializerOptions.Web) ?? [];
}
