using System.Diagnostics;
using System.IO.Compression;
using Npgsql;
using Xunit;

namespace Rma.Testing;

/// <summary>
/// The four databases as the release before facts had owners left them after a demo (commit 1d88eca): a service that starts on its own goes
/// on with it, and every decision in it is decided again as it was.
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

    /// <summary>What a replay of everything stored comes to: how many decisions, and which came out otherwise.</summary>
    public static async Task AssertEveryDecisionStands(ServiceUnderTest service, int atLeast)
    {
        var replay = await service.Get("operator", "/policy/replay");
        Assert.Equal(200, replay.Status);
        Assert.Equal("[]", replay.Body!["differences"]!.ToJsonString());
        Assert.True(replay.Body["decisions"]!.GetValue<int>() >= atLeast, replay.Text);
    }
}
