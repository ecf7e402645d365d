using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.Contracts.Console.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// The commands of a service's program after a restore (<c>./rma restore</c> calls them): <c>restored</c>, <c>retell</c>, <c>sent</c>,
/// <c>heard</c> and <c>reconcile</c>. Messages pass between them as files, one JSON document a line.
/// </summary>
public static class RestoreCommands
{
    /// <summary>The exit code when the options cannot be read, or a person has to decide.</summary>
    public const int Failed = 1;

    private const int NamedDifferences = 100;

    /// <summary>The names of the commands.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string> { "restored", "retell", "sent", "heard", "reconcile" };

    /// <summary>Runs one; returns the exit code.</summary>
    public static async Task<int> Run(this IServiceProvider services, string command, string[] options, Action<string> say)
    {
        var cancelled = CancellationToken.None;
        if (Read(options) is not { } given)
        {
            say($"{command}: options come in pairs, such as --since 2026-11-30T15:00:00Z");
            return Failed;
        }

        if (!await RebuildCommand.SchemaIsUpToDate(services, say)) return Failed;
        await services.GetRequiredService<PlatformClock>().Load(services.GetRequiredService<NpgsqlDataSource>(), cancelled);
        await services.GetRequiredService<RestoreLog>().Load(cancelled);
        return (command, given) switch
        {
            ("restored", { To: { } to }) when TimeOf(to) is { } moment => await Restored(services, moment, given.Reason, say),
            ("retell", { Since: { } since }) => await Retell(services, since, given.To, say),
            ("sent", { Since: { } since, To: { } to }) => await Sent(services, since, to, say),
            ("heard", { Of: { } of }) => await Heard(services, of, say),
            ("reconcile", { Told: not null }) => await Reconcile(services, given, say),
            _ => Unknown(command, say),
        };
    }

    private sealed record Given(
        string? To, DateTimeOffset? Since, string? Of, string? Told, string? Asked, string? Finance, string? Lost, string Reason,
        bool Accept);

    private static int Unknown(string command, Action<string> say)
    {
        say($"{command} lacks an option, or cannot read one: shared/docs/restore.md has them.");
        return Failed;
    }

    private static Given? Read(string[] options)
    {
        var accept = options.Contains("--accept-differences");
        string[] pairs = [.. options.Where(option => option != "--accept-differences")];
        if (pairs.Length % 2 != 0) return null;
        var values = pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        string[] known = ["--to", "--since", "--of", "--told", "--asked", "--finance", "--lost", "--reason"];
        if (values.Keys.Except(known).Any()) return null;
        var since = values.GetValueOrDefault("--since");
        if (since is not null && TimeOf(since) is null) return null;
        return new(values.GetValueOrDefault("--to"), since is null ? null : TimeOf(since), values.GetValueOrDefault("--of"),
            values.GetValueOrDefault("--told"), values.GetValueOrDefault("--asked"), values.GetValueOrDefault("--finance"),
            values.GetValueOrDefault("--lost"), values.GetValueOrDefault("--reason") ?? "restored", accept);
    }

    private static DateTimeOffset? TimeOf(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static async Task<int> Restored(IServiceProvider services, DateTimeOffset to, string reason, Action<string> say)
    {
        foreach (var after in services.GetServices<AfterRestore>())
        {
#pragma warning disable CA2100 // Texts of the service.
            await using var command = services.GetRequiredService<SchemaOwner>().Database.CreateCommand(after.Sql);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        var restore = await services.GetRequiredService<RestoreLog>().Add(to, reason, CancellationToken.None);
        say(string.Create(CultureInfo.InvariantCulture,
            $"restore {restore.Number} is written down: the history has {restore.LastEvent} as its last number, of {to.UtcDateTime:O}"));
        return 0;
    }

    private static async Task<int> Retell(IServiceProvider services, DateTimeOffset since, string? to, Action<string> say)
    {
        var retold = await services.GetRequiredService<Retelling>().Run(since, to, CancellationToken.None);
        say($"told again: {retold.IntegrationEvents} integration events, {retold.Kept} other messages");
        return 0;
    }

    private static async Task<int> Sent(IServiceProvider services, DateTimeOffset since, string to, Action<string> say)
    {
        var wanted = services.GetRequiredService<MessagingOptions>().Topology.HeardBy(to).ToHashSet(StringComparer.Ordinal);
        foreach (var (row, at) in await services.GetRequiredService<SentMessages>().Since(since, wanted, CancellationToken.None))
            say(Line(SentMessages.Read(row, at)));
        return 0;
    }

    private static async Task<int> Heard(IServiceProvider services, string of, Action<string> say)
    {
        if (services.GetService<HeardMessages>() is not { } heard)
        {
            say("Only the console keeps what it has heard.");
            return Failed;
        }

        await foreach (var message in heard(of, CancellationToken.None)) say(Line(message));
        return 0;
    }

    private static async Task<int> Reconcile(IServiceProvider services, Given given, Action<string> say)
    {
        if (new[] { given.Told, given.Asked, given.Finance, given.Lost }
            .FirstOrDefault(file => file is not null && !File.Exists(file)) is { } missing)
        {
            say($"There is no file {missing}.");
            return Failed;
        }

        var told = Lines<PastMessage>(given.Told!);
        var options = services.GetRequiredService<MessagingOptions>();
        var known = await services.GetRequiredService<PastReader>().Ids(
            options.Topology.ExchangesOf(options.Service).ToHashSet(StringComparer.Ordinal), CancellationToken.None);
        var before = new BeforeRestore(
            [.. told.Where(message => !known.Contains(message.MessageId)).OrderBy(message => message.StoredAt)],
            given.Asked is null ? [] : Lines<PastMessage>(given.Asked), given.Finance is null ? [] : Lines<JsonObject>(given.Finance),
            given.Lost is null ? [] : Lines<LoggedEvent>(given.Lost));
        await using var scope = services.CreateAsyncScope();
        var result = scope.ServiceProvider.GetService<TakeOver>() is { } takeOver ? await takeOver(before, CancellationToken.None)
            : new TakenOver(0, 0, 0, [.. before.Forgotten.Select(Name)]);
        foreach (var difference in result.Differences.Take(NamedDifferences)) say($"to decide: {difference}");
        if (result.Differences.Count > NamedDifferences) say($"… and {result.Differences.Count - NamedDifferences} more");
        say($"{options.Service}: {told.Count} of its messages are known to others, {before.Forgotten.Count} of them not to itself; " +
            $"{result.Decisions} decisions and {result.Choices} choices of people were taken over, {result.AskedAgain} come again by " +
            "themselves, " +
            $"{result.Differences.Count} are for a person to decide");
        return result.Differences.Count == 0 || given.Accept ? 0 : Failed;
    }

    private static string Name(PastMessage message)
    {
        var body = JsonNode.Parse(message.Body)!.AsObject();
        string[] names = ["rmaNumber", "line", "serialNumber", "accountId", "returnId", "rmaId", "parcelId"];
        var about = string.Join(", ", names.Where(name => body[name] is not null).Select(name => $"{name} {body[name]}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{message.Type["Rma.Contracts.".Length..]} at {message.StoredAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z ({about}) was told " +
            $"and is forgotten");
    }

    private static string Line<T>(T message) => JsonSerializer.Serialize(message, JsonSerializerOptions.Web);

    private static List<T> Lines<T>(string file) =>
    [
        .. File.ReadLines(file).Where(line => line.StartsWith('{'))
            .Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!),
    ];
}
