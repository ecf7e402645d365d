namespace Rma.Messaging.Tests;

/// <summary>A mounted file while it is read for the first time.</summary>
public sealed class WatchedFileTests
{
    [Fact]
    public async Task Whoever_asks_while_the_file_is_read_for_the_first_time_waits_for_it()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rma-watched-{Guid.CreateVersion7():N}");
        await File.WriteAllTextAsync(path, "content");
        using var reading = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var file = new WatchedFile<string>(() => path, bytes =>
        {
            reading.Set();
            goOn.Wait(TimeSpan.FromSeconds(30));
            return System.Text.Encoding.UTF8.GetString(bytes);
        }, TimeSpan.FromMinutes(1));
        var first = Task.Run(() => file.Value);
        Assert.True(reading.Wait(TimeSpan.FromSeconds(30)));
        var second = Task.Run(() => file.Value);
        // It answers only once the file was read.
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(300))));
        goOn.Set();
        Assert.All(await Task.WhenAll(first, second), read => Assert.Equal("content", read));
        File.Delete(path);
    }
}
