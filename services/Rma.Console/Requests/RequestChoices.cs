using Rma.Policy;

namespace Rma.Console.Requests;

/// <summary>What differs for one item; null where it is as for all.</summary>
/// <param name="Remedy">A remedy, or <see cref="RequestChoices.LeaveOut"/>.</param>
public sealed record LineChoice(string? Remedy, string? ReasonCode, string? Defect)
{
    /// <summary>Whether anything differs.</summary>
    public bool Differs => this != new LineChoice(null, null, null);
}

/// <summary>One request to issuance.</summary>
public sealed record PreparedRequest(string Remedy, IReadOnlyList<string> Items, object Body);

/// <summary>What is asked for: one set for all items, and what differs for some of them.</summary>
public sealed record RequestChoices
{
    /// <summary>Instead of a remedy: the item is not asked for.</summary>
    public const string LeaveOut = "leave-out";

    private static readonly LineChoice AsAll = new(null, null, null);

    /// <summary>The remedy of all; null while none is chosen.</summary>
    public string? Remedy { get; init; }

    /// <summary>Why they come back, as one of the codes.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Why they come back, in words.</summary>
    public string? Defect { get; init; }

    /// <summary>The requester's own number.</summary>
    public string? Reference { get; init; }

    /// <summary>The order with which they were bought.</summary>
    public string? OriginalOrder { get; init; }

    /// <summary>Their invoice.</summary>
    public string? OriginalInvoice { get; init; }

    /// <summary>Who is asked about it.</summary>
    public string? ContactName { get; init; }

    /// <summary>The contact's address.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>The contact's number.</summary>
    public string? ContactPhone { get; init; }

    /// <summary>Whether items that would be refused are left out.</summary>
    public bool SkipsRefused { get; init; } = true;

    /// <summary>What differs, by item.</summary>
    public IReadOnlyDictionary<string, LineChoice> Lines { get; init; } = new Dictionary<string, LineChoice>();

    /// <summary>Reads a form; those of an item have its place behind their name.</summary>
    /// <param name="field">The value of a field; empty when it has none.</param>
    public static RequestChoices Read(Func<string, string> field, IReadOnlyList<string> items)
    {
        string? Text(string name) => field(name).Trim() is { Length: > 0 } text ? text : null;
        return new()
        {
            Remedy = Text("remedy"), ReasonCode = Text("reason"), Defect = Text("defect"), Reference = Text("reference"),
            OriginalOrder = Text("order"), OriginalInvoice = Text("invoice"), ContactName = Text("name"), ContactEmail = Text("email"),
            ContactPhone = Text("phone"), SkipsRefused = Text("skip") is not null,
            Lines = items.Select((item, place) => (Item: item, Choice: new LineChoice(
                Text($"remedy-{place}"), Text($"reason-{place}"), Text($"defect-{place}")))).Where(line => line.Choice.Differs)
                .ToDictionary(line => line.Item, line => line.Choice),
        };
    }

    /// <summary>What was chosen for an item.</summary>
    public LineChoice Of(string item) => Lines.GetValueOrDefault(item, AsAll);

    /// <summary>The requests that this makes: one for each remedy, in the order of the document.</summary>
    public IReadOnlyList<PreparedRequest> Requests(string? account, IEnumerable<ItemEntitlement> items)
    {
        var asked = items.Select(item => (item.Item, Remedy: Of(item.Item).Remedy ?? Remedy, Entitlement: item))
            .Where(line => line.Remedy is not (null or LeaveOut) && !(SkipsRefused && line.Entitlement.Of(line.Remedy) is { IsNo: true }))
            .ToLookup(line => line.Remedy!, line => line.Item);
        return [.. asked.OrderBy(same => Remedies.All.ToList().IndexOf(same.Key))
            .Select(same => new PreparedRequest(same.Key, [.. same], Body(account, same.Key, same)))];
    }

    private object Body(string? account, string remedy, IEnumerable<string> items) => new
    {
        remedy, accountId = account, reference = Reference, originalOrder = OriginalOrder, originalInvoice = OriginalInvoice,
        contact = (ContactName ?? ContactEmail ?? ContactPhone) is null ? null
            : new { name = ContactName, email = ContactEmail, phone = ContactPhone },
        lines = items.Select(item => new
        {
            item, reasonCode = Of(item).ReasonCode ?? ReasonCode, defect = Of(item).Defect ?? Defect,
        }).ToArray(),
    };
}
