using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rma.Policy;
using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>The receiving service in this process, with its usual requests.</summary>
public class ReceivingUnderTest : ServiceUnderTest
{
    private readonly string photos = Path.Combine(Path.GetTempPath(), $"rma-photos-{Guid.CreateVersion7():N}");
    private static long numbers = 1_000;

    protected override string Name => "receiving";

    protected override WebApplication Build(string[] args) => ReceivingService.Build([.. args, $"--Photos:Folder={photos}", .. Settings]);

    /// <summary>Settings beyond the usual ones.</summary>
    protected virtual string[] Settings => [];

    /// <summary>The file of a stored photo.</summary>
    public string FileOf(string hash, string extension = ".jpg") => Path.Combine(photos, hash[..2], hash + extension);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(photos, recursive: true);
    }

    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>A well-formed unused number.</summary>
    public static string NewNumber() => RmaNumber.FromSequence(Interlocked.Increment(ref numbers)).ToString();

    /// <summary>An expected return: valid for 20 more days.</summary>
    public V1.ExpectReturn Line(string number, int line, string serial) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), number, line, "ACC-1", serial, "CAM-2", HasDrive: false, ["power supply", "bracket"],
        Now.AddDays(-10), DateOnly.FromDateTime(Now.AddDays(20).UtcDateTime));

    /// <summary>A line that is expected when this returns.</summary>
    public async Task<V1.ExpectReturn> Expected(string serial, string? number = null, int line = 1, Guid? rmaId = null)
    {
        var asked = Line(number ?? NewNumber(), line, serial);
        if (rmaId is { } same) asked = asked with { RmaId = same };
        await Publish(asked);
        await Heard(asked.RmaNumber, line);
        return asked;
    }

    public Task Heard(string number, int lines) => Wait.Until(
        () => Scalar<long>($"select count(*) from mt_events where stream_id = 'expected-rma-{number}' and type = 'return_expected'"),
        count => count >= lines, $"line {lines} of {number}");

    public Task<HttpAnswer> ScanParcel(
        string scanId, string? marking, string freightTerms = "prepaid", DateTimeOffset? at = null, string[]? photos = null,
        string? key = null, string asName = "scanner") =>
        Post(asName, "/parcels", new { scanId, marking, freightTerms, scannedAt = at ?? Now, photos }, key);

    /// <summary>An accepted parcel; returns its id.</summary>
    public async Task<string> AcceptedParcel(string scanId, string marking)
    {
        var answer = await ScanParcel(scanId, marking);
        Assert.Equal((200, "accepted"), (answer.Status, answer.Body!["answer"]!.GetValue<string>()));
        return answer.Body["parcelId"]!.GetValue<string>();
    }

    public Task<HttpAnswer> ScanUnit(
        string parcelId, string scanId, string? serialNumber, string? insteadOf = null, DateTimeOffset? at = null,
        string asName = "scanner") =>
        Post(asName, $"/parcels/{parcelId}/units", new { scanId, serialNumber, scannedAt = at ?? Now, insteadOf });

    /// <summary>PUT of bytes.</summary>
    public async Task<HttpAnswer> Upload(string hash, byte[] bytes, string contentType = "image/jpeg", string asName = "scanner")
    {
        using var http = As(asName);
        http.DefaultRequestHeaders.ExpectContinue = true; // a refusal comes before the bytes
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        using var response = await http.PutAsync(new Uri($"/photos/{hash}", UriKind.Relative), content);
        return await HttpAnswer.Of(response);
    }

    /// <summary>An uploaded photo; returns its hash.</summary>
    public async Task<string> Photo(string subject, string asName = "scanner")
    {
        var bytes = Jpeg(subject);
        Assert.Equal(204, (await Upload(HashOf(bytes), bytes, asName: asName)).Status);
        return HashOf(bytes);
    }

    /// <summary>A small photo that differs from those of other subjects.</summary>
    public static byte[] Jpeg(string subject) => Pictures.Jpeg(subject);

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Moves the platform's clock.</summary>
    public async Task MoveClock(TimeSpan ahead)
    {
        using var http = As("operator");
        http.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var response = await http.PutAsync(
            new Uri("/platform/clock", UriKind.Relative), JsonContent.Create(new { offsetSeconds = (long)ahead.TotalSeconds }));
        response.EnsureSuccessStatusCode();
    }
}
