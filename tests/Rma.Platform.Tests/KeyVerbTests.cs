using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rma.ServiceDefaults;

namespace Rma.Platform.Tests;

/// <summary>What <c>./rma key</c> writes is what a service reads, and the key that it prints is the one.</summary>
public sealed class KeyVerbTests : IDisposable
{
    private const string Script =
        """
        ROOT=$1 HERE=$2 INSTANCE=trial
        for part in talking instance certificates access keys; do source "$ROOT/deploy/lib/$part.sh"; done
        require_instance() { :; }
        lock_instance() { :; }
        shift 2
        handle_keys "$@"
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly string instance = Directory.CreateTempSubdirectory("rma-keys-").FullName;

    public KeyVerbTests()
    {
        Directory.CreateDirectory(Path.Combine(instance, "secrets"));
        File.WriteAllText(KeysFile, "[\n  {\"id\":\"0a\",\"secretSha256\":\"00\",\"name\":\"first\",\"roles\":[\"operator\"]}\n]\n");
    }

    private string KeysFile => Path.Combine(instance, "secrets", "api-keys.json");

    private ApiKey[] Kept => JsonSerializer.Deserialize<ApiKey[]>(File.ReadAllText(KeysFile), Json)!;

    public void Dispose() => Directory.Delete(instance, recursive: true);

    [Fact]
    public async Task A_new_key_is_printed_once_and_its_hash_is_kept()
    {
        var (said, status) = await Rma("add", "dock-2", "scanner", "--site", "east", "--until", "2027-12-31T00:00:00Z");
        var parts = said.Trim().Split('_', 3);
        var kept = Kept[^1];
        Assert.Equal((0, 2, "rma", kept.Id), (status, Kept.Length, parts[0], parts[1]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts[2]))), kept.SecretSha256);
        Assert.Equal(("dock-2", "scanner", "east", null), (kept.Name, kept.Roles.Single(), kept.Site, kept.Account));
        Assert.Equal(new DateTimeOffset(2027, 12, 31, 0, 0, 0, TimeSpan.Zero), kept.NotAfter);

        await Rma("add", "acme", "partner", "--account", "ACME");
        Assert.Equal(["first", "dock-2", "acme"], Kept.Select(key => key.Name));
        Assert.Equal("ACME", Kept[^1].Account);
        var list = (await Rma("list")).Said;
        Assert.Contains("dock-2", list, StringComparison.Ordinal);
        Assert.DoesNotContain(parts[2], list + await File.ReadAllTextAsync(KeysFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_stays_in_the_file_as_revoked()
    {
        Assert.Equal(0, (await Rma("revoke", "0a")).Status);
        Assert.Equal(0, (await Rma("revoke", "0a")).Status);
        Assert.True(Kept.Single().Revoked);
        Assert.Equal(1, (await Rma("revoke", "0b")).Status);
    }

    [Fact]
    public async Task A_key_for_another_installation_is_printed_with_its_entry_and_written_nowhere()
    {
        var lines = (await Rma("make", "dock-9", "scanner", "--site", "west")).Said.Split('\n');
        var entry = JsonSerializer.Deserialize<ApiKey>(lines[1]["entry  ".Length..], Json)!;
        Assert.StartsWith($"key    rma_{entry.Id}_", lines[0], StringComparison.Ordinal);
        Assert.Equal("west", entry.Site);
        Assert.Equal("first", Kept.Single().Name);
    }

    [Theory]
    [InlineData("add", "dock-2", "scanner")]
    [InlineData("add", "acme", "partner")]
    [InlineData("add", "acme", "pilot")]
    [InlineData("add", "a\"b", "operator")]
    [InlineData("add", "acme", "operator", "--until", "tomorrow")]
    [InlineData("add", "acme", "operator", "--colour", "red")]
    [InlineData("add", "acme", "operator", "--site")]
    [InlineData("remove", "0a")]
    public async Task What_makes_no_key_changes_nothing(params string[] arguments)
    {
        Assert.Equal(1, (await Rma(arguments)).Status);
        Assert.Equal("first", Kept.Single().Name);
    }

    [Fact]
    public async Task A_file_that_somebody_wrote_otherwise_is_left_as_it_is()
    {
        var byHand = (await File.ReadAllTextAsync(KeysFile)).Replace(",", ",\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(KeysFile, byHand);
        Assert.Equal(1, (await Rma("add", "dock-2", "scanner", "--site", "east")).Status);
        Assert.Equal(1, (await Rma("revoke", "0a")).Status);
        Assert.Equal(byHand, await File.ReadAllTextAsync(KeysFile));
    }

    private async Task<(string Said, int Status)> Rma(params string[] arguments)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euc", Script, "key", House.File(), instance, .. arguments])
            { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (said, _) = (await bash.StandardOutput.ReadToEndAsync(), await bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return (said, bash.ExitCode);
    }
}
