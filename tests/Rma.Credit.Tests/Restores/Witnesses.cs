using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Console.V1;
using Rma.Messaging;
using static Rma.Credit.Tests.CreditUnderTest;

namespace Rma.Credit.Tests.Restores;

/// <summary>What the others know of a service: the console what it told, issuance what it asked, finance what it was noted.</summary>
internal static class Witnesses
{
    public static async Task<List<PastMessage>> Told(CreditUnderTest credit)
    {
        var (past, all) = (credit.Services.GetRequiredService<PastReader>(), new List<PastMessage>());
        for (string? from = null; ;)
        {
            (var messages, from) = await past.Read(
                from, Topology.OfPlatform.HeardBy("console").ToHashSet(), CancellationToken.None);
            all.AddRange(messages);
            if (from is null) return all;
        }
    }

    // As its reader has kept the queues: every row that was sent there.
    public static async Task<List<JsonObject>> Finance(CreditUnderTest credit) =>
        [.. (await credit.Services.GetRequiredService<SentMessages>().Since(
            DateTimeOffset.UnixEpoch, new HashSet<string> { "finance" }, CancellationToken.None))
            .Select(sent => JsonNode.Parse(sent.Row.Body)!.AsObject())];

    internal sealed class Files
    {
        private readonly string folder = Directory.CreateTempSubdirectory("rma-restore-").FullName;

        public Files(IEnumerable<PastMessage> told, IEnumerable<object> asked, IEnumerable<JsonObject> finance)
        {
            Write(Told, told.Select(message => JsonSerializer.Serialize(message, JsonSerializerOptions.Web)));
            Write(Asked, asked.Select(message => JsonSerializer.Serialize(
                new PastMessage(Guid.CreateVersion7(), Topology.ExchangeOf(message.GetType()), Now,
                    JsonSerializer.Serialize(message, message.GetType(), PastReader.Json)), JsonSerializerOptions.Web)));
            Write(Finance, finance.Select(document => document.ToJsonString()));
        }

        public string Told => Path.Combine(folder, "told");

        public string Asked => Path.Combine(folder, "asked");

        public string Finance => Path.Combine(folder, "finance");

        private static void Write(string file, IEnumerable<string> lines) => File.WriteAllLines(file, lines);
    }
}
