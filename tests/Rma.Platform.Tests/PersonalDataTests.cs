using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>
/// The inventory of what is held about people (<c>shared/docs/personal-data.json</c>): every text in a stored event or message is judged,
/// and the page is made of it.
/// </summary>
public sealed partial class PersonalDataTests
{
    private static readonly Inventory Known = JsonSerializer.Deserialize<Inventory>(
        File.ReadAllText(House.File("shared", "docs", "personal-data.json")), JsonSerializerOptions.Web)!;

    [Fact]
    public void Every_text_of_an_event_or_message_is_judged_once()
    {
        var judged = Known.Members.Values.SelectMany(names => names).ToArray();
        Assert.Equal(judged.Length, judged.Distinct().Count());
        Assert.Empty(Texts().Where(text => KindOf(text.Owner, text.Member) is null).Select(text => $"{text.Owner.Name}.{text.Member}")
            .Distinct().Order());
    }

    [Fact]
    public void Nothing_is_judged_that_does_not_exist()
    {
        var there = Texts().SelectMany(text => new[] { text.Member, $"{text.Owner.Name}.{text.Member}" }).ToHashSet();
        Assert.All(Known.Members.Values.SelectMany(names => names), name => Assert.Contains(name, there));
        var columns = Columns().Select(column => column.Name).ToHashSet();
        Assert.All(Known.Columns.Values.SelectMany(names => names).Concat(Known.Containers), name => Assert.Contains(name, columns));
    }

    [Fact]
    public void Every_column_that_is_named_like_a_person_is_in_the_inventory() => Assert.Empty(Columns()
        .Where(column => PersonLike().IsMatch(column.Name) && !Known.Columns.Values.Any(names => names.Contains(column.Name)))
        .Select(column => $"{column.Table}.{column.Name}"));

    [Fact]
    public void What_requesters_give_of_people_is_stored_encrypted_only() => Assert.Equal(
        Known.Members["contact"].Order(),
        typeof(Rma.Issuance.Rmas.Contact).GetProperties().Concat(typeof(Rma.Issuance.Rmas.ShipFrom).GetProperties())
            .Where(member => member.Name != nameof(Rma.Issuance.Rmas.ShipFrom.Country))
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}").Order());

    [Fact]
    public void The_page_of_peoples_data_is_up_to_date() => GeneratedFile.AssertHolds(House.File("shared", "docs", "people.md"), Page());

    private static string Page()
    {
        var page = new List<string>
        {
            """
            # People's data

            What is held about people, where, why and how long. Made of [personal-data.json](personal-data.json) and the types by
            `RMA_ACCEPT_SNAPSHOTS=1 dotnet test tests/Rma.Platform.Tests --filter PersonalData`; a text of a new event or message that is
            not judged there fails the same test.

            An operator exports what is held about a person (`POST /people/export` with `accountId` and `person`, the e-mail address or
            name) and erases it on that person's request (`POST /people/erasure`, with a reason). Events are not changed by that: what
            they hold of people cannot be read any more, their proofs and seals stay good. Whoever is shown a person's data is written
            down (`personal_reads`), and the export says who that was. Requests that were stored by a release before 0.2 hold contacts
            in clear text; they are not erased this way.

            **Retention.** `People:KeptDays` (issuance) destroys a person's key by itself when the last return of that person ended
            longer ago; a request without a return ends with its refusal, withdrawal, lapse or cancellation. Who is named in a request
            that is under way, or was named within that time, is kept. The row in `personal_keys` says `retention` in `erasure`, where
            a person's own wish says `request`, and it works like one: for good, with the history verifying. Without the setting
            contacts are kept until somebody asks. An open dispute does not lengthen the time: choose one that is longer than disputes
            take. `People:ReadsKeptDays` does the same for `personal_reads`; without it they are kept. Backups hold a key until they
            are deleted themselves.

            **What requesters write about an item** (`Defect`) is not encrypted under their key, though they may write about
            themselves in it. All services need its words: the dock shows it to who looks for the unit, the bench repairs by it,
            an analyst judges by it, the console lists it, and each stores it with what it keeps for ever. Encrypting the copy of issuance
            alone would hide nothing. So: at most 500 characters; read by the requester's account, the returns desk, scanners and
            inspectors, technicians, credit analysts, operators and auditors; kept as long as the history, which is for ever; erased by
            nothing. The same is true of the reasons that requesters give (cancellation, withdrawal, dispute, a declined quote). Forms
            that ask for them should say: nothing about people here, there are fields for that. The pages say so, and have fields for
            a contact; of a pasted spreadsheet only the column of serial numbers, and lines without one, get into an address.

            **Pages** show what a role reads at the services anyway: photos and findings to inspectors, the returns desk, analysts and
            auditors, the requester's words to whoever works on the unit. A browser keeps a photo for an hour at most, and nothing else.
            Each field for free words says that personal data do not belong there.

            """,
        };
        foreach (var (kind, told) in Known.Kinds)
        {
            page.AddRange([$"## {char.ToUpperInvariant(kind[0])}{kind[1..].Replace('-', ' ')}", "", told.What, "", $"- Why: {told.Why}",
                $"- Kept: {told.Kept}", $"- Erased: {told.Erased}"]);
            var texts = Texts().Where(text => KindOf(text.Owner, text.Member) == kind)
                .Select(text => (text.Owner.Name, text.Member)).Distinct().GroupBy(text => text.Member)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"`{group.Key}` of {string.Join(", ", group.Select(text => text.Name).Order(StringComparer.Ordinal))}");
            page.Add($"- In events and messages: {string.Join("; ", texts)}");
            var columns = Columns().Where(column => Known.Columns.GetValueOrDefault(kind)?.Contains(column.Name) == true)
                .Select(column => $"`{column.Table}.{column.Name}`").Distinct().Order(StringComparer.Ordinal).ToArray();
            if (columns.Length > 0) page.Add($"- In tables: {string.Join(", ", columns)}");
            page.Add("");
        }

        return string.Join('\n', page).ReplaceLineEndings("\n");
    }

    // A name with its type goes before the name alone.
    private static string? KindOf(Type owner, string member) =>
        Known.Members.FirstOrDefault(kind => kind.Value.Contains($"{owner.Name}.{member}")).Key
        ?? Known.Members.FirstOrDefault(kind => kind.Value.Contains(member)).Key;

    private static IReadOnlyList<(Type Owner, string Member)> Texts()
    {
        var (found, seen) = (new List<(Type, string)>(), new HashSet<Type>());
        foreach (var root in House.StoredEvents.Select(stored => stored.Type).Concat(House.Messages)) Walk(root);
        return found;

        void Walk(Type type)
        {
            if (!seen.Add(type)) return;
            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is null && member.GetIndexParameters().Length == 0))
            {
                var of = Item(member.PropertyType);
                if (of == typeof(string)) found.Add((type, member.Name));
                else if (of.Namespace?.StartsWith("Rma.", StringComparison.Ordinal) == true && !of.IsEnum) Walk(of);
            }
        }

        static Type Item(Type type) => Nullable.GetUnderlyingType(type) is { } value ? Item(value)
            : type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type)
                ? Item(type.GetElementType() ?? type.GetInterfaces().Append(type).First(one => one.IsGenericType
                    && one.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0])
            : type;
    }

    private static IEnumerable<(string Table, string Name)> Columns() =>
        from folder in new[] { "shared", "services" }
        from file in Directory.EnumerateFiles(House.File(folder), "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from Match statement in Statement().Matches(Comment().Replace(File.ReadAllText(file), ""))
        from Match column in Column().Matches(statement.Groups[2].Value)
        select (statement.Groups[1].Value, column.Groups[1].Value);

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?:create table(?: if not exists)?|alter table) (\w+)\s(.*?);", RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\s*(?:add column(?: if not exists)? )?(\w+)\s+(?:text|jsonb|bytea|varchar)", RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex("_by$|mail|phone|street|city|scanner|(^|_)reason$|note$|_why$|resolution")]
    private static partial Regex PersonLike();

    private sealed record Inventory(
        IReadOnlyDictionary<string, Told> Kinds, IReadOnlyDictionary<string, string[]> Members,
        IReadOnlyDictionary<string, string[]> Columns, string[] Containers);

    private sealed record Told(string What, string Why, string Kept, string Erased);
}
