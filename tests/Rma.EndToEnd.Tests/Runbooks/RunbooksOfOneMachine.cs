using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Npgsql;
using Rma.Testing;

namespace Rma.EndToEnd.Tests.Runbooks;

/// <summary>A certificate, a key, a password, a disk: what the page tells an operator to do, run as it stands.</summary>
[Collection("stories")]
public sealed class RunbooksOfOneMachine(StoriesPlatform platform) : AlertRunbooks(platform)
{
    private const string Alarm = "RabbitMQ takes no messages until there is room again";

    [Fact]
    [Runbook("runbooks", "A certificate runs out", Whole = true)]
    public async Task A_certificate_that_runs_out_is_renewed()
    {
        var page = Open("A certificate runs out", "runbooks");
        var file = Path.Combine(Platform.Folder, "secrets", "tls", "repair.pem");
        await File.WriteAllTextAsync(file, Worn(file)); // in place: owner and mode stay
        await page.Shows("Look at", "certificates to renew: repair");
        await page.Shows("Do", "certificates renewed: repair");
        await page.Shows("Do", "certificates renewed: broker database");
        await page.Shows("Then check", "no certificate is to be renewed", "repair is ready");
        page.Ended();
    }

    [Fact]
    [Runbook("runbooks", "A key or a password leaked", Whole = true)]
    public async Task A_leaked_key_ends_and_a_leaked_password_lets_nobody_in()
    {
        var page = Open("A key or a password leaked", "runbooks");
        var name = $"leaked-{Guid.CreateVersion7():N}"[..30];
        var file = Path.Combine(Path.GetTempPath(), $"{name}.tar.gz");
        var key = (await Platform.Rma("key", "add", name, "scanner", "--site", "east")).Split('\n')
            .Single(line => line.StartsWith("rma_", StringComparison.Ordinal)).Trim();
        using var repair = new HttpClient { BaseAddress = Platform.Settings.Replicas("REPAIR").First() };
        repair.DefaultRequestHeaders.Add("X-Api-Key", key);
        using (await repair.GetAsync(new Uri("/repair-jobs", UriKind.Relative))) await page.Run("Look at", [("name", name)]);
        await page.Run("Do", [("id", key.Split('_')[1]), ("name", name), ("site", "east")]);
        using (var refused = await repair.GetAsync(new Uri("/repair-jobs", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var before = Password("DATABASE_REPAIR");
        await page.Run("Do", [("user", "repair")]);
        Assert.NotEqual(before, Password("DATABASE_REPAIR"));
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(
            Platform.Settings.Postgres("rma_repair")) { Username = "rma_repair", Password = before, Pooling = false }.ToString()))
            await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Contains("repair is ready", await page.Run("Then check", [("file", file)]), StringComparison.Ordinal);
        File.Delete(file);
        page.Ended();
    }

    [Fact]
    public async Task The_password_of_a_user_of_the_broker_is_changed_and_the_one_before_lets_nobody_in()
    {
        var before = Password("BROKER_MONITOR");
        Assert.Equal(HttpStatusCode.OK, await AsMonitor(before));
        await Platform.Rma("password", "monitor");
        Assert.Equal(HttpStatusCode.Unauthorized, await AsMonitor(before));
        Assert.Equal(HttpStatusCode.OK, await AsMonitor(Password("BROKER_MONITOR")));
    }

    /// <summary>The broker's limit is set so that it lies between what is free now and what is free with one large file.</summary>
    [Fact]
    [Runbook("runbooks", "The disk is full", Whole = true)]
    public async Task The_broker_takes_messages_again_when_old_spans_are_deleted()
    {
        const long gigabyte = 1_000_000_000;
        var page = Open("The disk is full", "runbooks");
        var file = Path.Combine(Platform.Folder, "traces", "old.jsonl");
        var free = new DriveInfo(Platform.Folder).AvailableFreeSpace;
        using (var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write, preallocationSize: 4 * gigabyte)) { }
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        try
        {
            await Platform.Rma("rabbitmqctl", "set_disk_free_limit", $"{free - 2 * gigabyte}");
            await page.ShowsSoon("Look at", said => said.Contains(Alarm, StringComparison.Ordinal), "the alarm");
            await page.Run("Do");
            Assert.False(File.Exists(file));
            await page.ShowsSoon("Then check", said => !said.Contains(Alarm, StringComparison.Ordinal), "no alarm");
        }
        finally
        {
            File.Delete(file);
            await Platform.Rma("rabbitmqctl", "set_disk_free_limit", "200MB");
        }

        page.Ended();
    }

    private async Task<HttpStatusCode> AsMonitor(string password)
    {
        using var broker = Platform.Settings.Management();
        broker.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"monitor:{password}")));
        using var answer = await broker.GetAsync(new Uri("api/overview", UriKind.Relative));
        return answer.StatusCode;
    }

    private string Password(string name) => File.ReadLines(Path.Combine(Platform.Folder, "secrets", "secrets.env"))
        .Single(line => line.StartsWith($"{name}_PASSWORD=", StringComparison.Ordinal)).Split('=', 2)[1];

    // The same certificate with a day left of its ninety.
    private static string Worn(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "authority.crt"));
        using var authorityKey = ECDsa.Create();
        authorityKey.ImportFromPem(File.ReadAllText(Path.Combine(folder, "authority.key")));
        using var before = X509Certificate2.CreateFromPemFile(file);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(before.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in before.Extensions) request.CertificateExtensions.Add(extension);
        var now = TimeProvider.System.GetUtcNow();
        using var worn = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), now.AddDays(-89),
            now.AddDays(1), Guid.CreateVersion7().ToByteArray());
        return $"{worn.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
