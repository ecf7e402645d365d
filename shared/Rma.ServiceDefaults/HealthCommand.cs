using System.Globalization;

namespace Rma.ServiceDefaults;

/// <summary>
/// With the argument <c>health</c> the program asks the service that runs beside it in its container whether it is ready, and ends: 0 for
/// yes. For images that have no shell.
/// </summary>
internal static class HealthCommand
{
    /// <summary>The exit code when the service is not ready, or does not answer.</summary>
    private const int NotReady = 1;

    public static void EndIfAsked(string[] args)
    {
        if (args is ["health"]) Environment.Exit(Ask());
    }

    private static int Ask()
    {
        var port = int.Parse(
            (Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS") ?? "8080").Split(';')[0], CultureInfo.InvariantCulture);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        try
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/health/ready"));
            using var answer = http.Send(question);
            return answer.IsSuccessStatusCode ? 0 : NotReady;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return NotReady;
        }
    }
}
