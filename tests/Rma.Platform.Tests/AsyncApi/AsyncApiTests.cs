using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>The AsyncAPI documents say what the code does, and what is stored and was recorded is as they say.</summary>
public sealed class AsyncApiTests
{
    private static readonly string Samples = House.File("tests", "Rma.Platform.Tests");

    /// <summary>Between the services only: commands, deadlines and questions. A new message is public unless it is added here.</summary>
    private static readonly string[] NotPublic =
    [
        "AssessCharge", "AssessCredit", "CreditBasisChanged", "CreditFactsRequested", "ExpectReturn", "HeldParcelDue", "OpenRepairJob",
        "PastTold", "PurchaseRestated", "QuoteDue", "ReferralDue", "ReturnDeadlineApproaching", "ReturnDeadlineReached", "ReturnNudged",
        "ReturnWithdrawn", "StopExpectingReturn", "TellPast",
    ];

    public static TheoryData<string> Documents => [.. AsyncApiDocuments.All.Keys];

    /// <summary>Every stored sample of a record that a document has, and the document.</summary>
    public static TheoryData<string, string, string> StoredSamples
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var (document, folder) in AsyncApiDocuments.All.Keys.SelectMany(document =>
                new[] { "Snapshots", "Earlier" }.Select(folder => (document, folder))))
            {
                var schemas = DocumentSchemas.Of(document);
                foreach (var file in Directory.GetFiles(Path.Combine(Samples, folder, "contracts"), "*.json").Order(StringComparer.Ordinal))
                {
                    var name = Path.GetFileNameWithoutExtension(file);
                    if (schemas.Knows(name.Split('.')[^1]) && IsOf(document, name)) rows.Add(document, folder, name);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string> RecordedMessages =>
        [.. AsyncApiDocuments.All.Keys.SelectMany(document => DocumentSchemas.Of(document).Messages
            .Where(name => Examples.Recorded(MessageOf(document, name)) is not null).Select(name => $"{document} {name}"))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_is_what_is_generated(string name) =>
        GeneratedFile.AssertHolds(AsyncApiDocuments.FileOf(name), AsyncApiDocuments.Text(AsyncApiDocuments.All[name]()));

    [Fact]
    public void Every_public_message_of_the_code_is_in_a_document_and_the_other_way_round()
    {
        var told = AsyncApiDocuments.PublicEvents.Select(message => message.Name).ToArray();
        Assert.Equal(told.Order(), DocumentSchemas.Of("events.json").Messages.Order());
        Assert.Equal(AsyncApiDocuments.FeedMessages.Select(type => type.Name).Append("FeedMessageRejected").Order(),
            DocumentSchemas.Of("feed.json").Messages.Order());
        Assert.Equal(AsyncApiDocuments.FinanceMessages.Select(one => one.Type.Name).Order(),
            DocumentSchemas.Of("finance.json").Messages.Order());
        Assert.Equal(NotPublic, Topology.OfPlatform.Messages.Select(message => message.Name).Distinct().Except(told)
            .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_member_is_described(string document)
    {
        var schemas = DocumentSchemas.Of(document);
        var records = House.Messages.Where(type => schemas.Knows(type.Name)
            && IsOf(document, type.FullName!["Rma.Contracts.".Length..])).ToArray();
        Assert.True(records.Length >= 6, $"only {records.Length} records");
        Assert.Empty(from record in records
            from member in schemas[record.Name]["properties"]!.AsObject()
            where member.Value!["description"] is null
            select $"{record.Name}.{member.Key}");
    }

    [Theory]
    [MemberData(nameof(StoredSamples))]
    public void Every_stored_sample_is_as_its_schema_says(string document, string folder, string name)
    {
        var (schemas, record) = (DocumentSchemas.Of(document), name.Split('.')[^1]);
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples, folder, "contracts", $"{name}.json")))!;
        var filled = Placeholders.Filled(sample, schemas, record);
        Assert.Null(schemas.FaultOf(record, filled));
    }

    [Theory]
    [MemberData(nameof(RecordedMessages))]
    public void Every_recorded_message_is_as_its_document_says(string message)
    {
        var (document, name) = (message.Split(' ')[0], message.Split(' ')[1]);
        var (schemas, seen) = (DocumentSchemas.Of(document), Examples.Recorded(MessageOf(document, name))!);
        Assert.Null(schemas.FaultOfPayload(name, seen["body"]));
        Assert.Null(schemas.FaultOfHeaders(name, seen["headers"]));
        var described = JsonNode.Parse(File.ReadAllText(AsyncApiDocuments.FileOf(document)))!["components"]!["messages"]![name]!;
        Assert.StartsWith(described["contentType"]!.GetValue<string>(), seen["properties"]!["content_type"]!.GetValue<string>(),
            StringComparison.Ordinal);
        var sender = described["bindings"]!["amqp"]!["x-properties"]!["user_id"]!;
        Assert.Contains(seen["properties"]!["user_id"]!.GetValue<string>(),
            sender["enum"]?.AsArray().Select(one => one!.GetValue<string>()) ?? [sender["const"]!.GetValue<string>()]);
    }

    [Fact]
    public void Most_examples_were_recorded() => Assert.True(RecordedMessages.Count >= 40, $"only {RecordedMessages.Count}");

    [Theory]
    [InlineData("Identifier"), InlineData("Name")]
    public void The_pattern_of_a_text_refuses_what_the_platform_refuses(string schema)
    {
        var pattern = new Regex(DocumentSchemas.Of("feed.json")[schema]["pattern"]!.GetValue<string>(), RegexOptions.ECMAScript);
        for (var code = 0; code < 0x10000; code++)
        {
            var one = (char)code;
            if (char.IsSurrogate(one) || one == ' ') continue;
            var refused = (schema == "Name" ? IdentifyingText.FaultOfName([one]) : IdentifyingText.Fault([one])) is not null;
            // What is no character yet is left to the platform.
            if (refused && char.GetUnicodeCategory(one) == UnicodeCategory.OtherNotAssigned) continue;
            Assert.True(refused != pattern.IsMatch($"A{one}B"), $"U+{code:X4}");
        }
    }

    private static bool IsOf(string document, string name) => document switch
    {
        "finance.json" => name.StartsWith("Finance.", StringComparison.Ordinal),
        "feed.json" => Topology.OfPlatform.Feed.Messages.Select(message => message.Owner).Append("Feed")
            .Any(owner => name.StartsWith($"{owner}.", StringComparison.Ordinal)),
        _ => Topology.OfPlatform.Services.Any(service => name.StartsWith($"{service.ShortProject}.", StringComparison.Ordinal)),
    };

    private static Type MessageOf(string document, string name) => House.Messages.Single(type =>
        type.Name == name && IsOf(document, type.FullName!["Rma.Contracts.".Length..]));
}

/// <summary>Stored samples hold <c>Currency text</c> where a word is wanted: the first word of the list stands for it.</summary>
internal static class Placeholders
{
    public static JsonNode Filled(JsonNode sample, DocumentSchemas schemas, string record)
    {
        var filled = sample.DeepClone().AsObject();
        // A sample fills every member; an invoice line has either of the two.
        if (record == "UnitInvoiced" && filled["quantity"] is not null) filled["quantity"] = null;
        Fill(filled, schemas[record], schemas);
        return filled;
    }

    private static void Fill(JsonObject value, JsonObject schema, DocumentSchemas schemas)
    {
        foreach (var (name, member) in value.ToArray())
        {
            var of = Schema(schema["properties"]?[name]?.AsObject(), schemas);
            if (of is null) continue;
            if (member is JsonArray list && Schema(of["items"]?.AsObject(), schemas) is { } item)
            {
                for (var at = 0; at < list.Count; at++)
                {
                    if (list[at] is JsonObject inner) Fill(inner, item, schemas);
                    else if (Word(list[at], item) is { } word) list[at] = word;
                }
            }

            if (member is JsonObject record) Fill(record, of, schemas);
            if (Word(member, of) is { } first) value[name] = first;
        }
    }

    private static JsonNode? Word(JsonNode? value, JsonObject schema) => value is JsonValue text && text.TryGetValue<string>(out var said)
        && said.EndsWith(" text", StringComparison.Ordinal) ? schema["enum"]?[0]?.DeepClone() : null;

    private static JsonObject? Schema(JsonObject? schema, DocumentSchemas schemas) => schema switch
    {
        null => null,
        _ when schema["$ref"] is { } to => Schema(schemas[to.GetValue<string>()[RecordSchema.Components.Length..]], schemas),
        _ when schema["allOf"] is JsonArray all => Schema(all[0]!.AsObject(), schemas),
        _ when schema["anyOf"] is JsonArray any && schema["properties"] is null => Schema(any[0]!.AsObject(), schemas),
        _ => schema,
    };
}
