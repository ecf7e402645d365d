using System.Security.Cryptography;

namespace Rma.Platform.Tests;

/// <summary>
/// A migration that a database somewhere has applied never changes: a service refuses to start on it. <c>Earlier/migrations.sha256</c> has
/// the content of each, as <c>sha256sum</c> prints it; a new one gets a line there.
/// </summary>
public sealed class MigrationTests
{
    [Fact]
    public void A_migration_never_changes_and_never_disappears()
    {
        var kept = File.ReadAllLines(House.File("tests", "Rma.Platform.Tests", "Earlier", "migrations.sha256"));
        var found = new[] { "services", "shared" }
            .SelectMany(folder => Directory.EnumerateFiles(House.File(folder), "*.sql", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Migrations")
            .Select(file => $"{Hash(file)}  {Path.GetRelativePath(House.File(), file)}");
        Assert.Equal(kept.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
