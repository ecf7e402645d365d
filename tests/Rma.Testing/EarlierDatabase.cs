using System.Diagnostics;
using System.IO.Compression;
using Npgsql;
using Xunit;

namespace Rma.Testing;

/// <summary>
/// The four databases of an earlier release after a demo (commit 1d88eca, before facts had owners): a service that starts with one
/// continues with it, and every decision in it is decided again with the same result.
/// </summary>
public static class EarlierDatabase
{
    /// <summary>Fills an empty database.</summary>
    public static async Task Restore(string service, string connectionString)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        using var psql = Process.Start(
            new ProcessStartInfo("psql", ["-qX", "-v", "ON_ERROR_STOP=1", "-h", address.Host!, "-p", $"{address.Port}", "-U",
            address.Username!, "-d", address.Database!])
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["PGPASSWORD"] = address.Password },
        })!;
        var said = psql.StandardError.ReadToEndAsync();
        var shown = psql.StandardOutput.ReadToEndAsync();
        await using (var file = File.OpenRead(Path.Combine(Servers.Root, "tests", "Rma.Testing", "Earlier", $"{service}.sql.gz")))
        await using (var sql = new GZipStream(file, CompressionMode.Decompress))
            await sql.CopyToAsync(psql.StandardInput.BaseStream);
        psql.StandardInput.Close();
        await psql.WaitForExitAsync();
        Assert.True(psql.ExitCode == 0, $"psql ended with {psql.ExitCode}: {await said}{await shown}");
    }

    /// <summary>The result of a replay of all stored decisions: how many there are, and which differ.</summary>
    public static async Task AssertEveryDecisionStands(ServiceUnderTest service, int atLeast)
    {
        var replay = await service.Get("operator", "/policy/replay");
        Assert.Equal(200, replay.Status);
        Assert.Equal("[]", replay.Body!["differences"]!.ToJsonString());
        Assert.True(replay.Body["decisions"]!.GetValue<int>() >= atLeast, replay.Text);
    }
}
