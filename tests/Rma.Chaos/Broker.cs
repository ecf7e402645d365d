using System.Text;
using System.Text.Json.Nodes;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>The broker's management API.</summary>
internal sealed class Broker(Settings settings)
{
    private string Vhost => settings["RMA_RABBITMQ_VHOST"];

    /// <summary>The exchanges with bindings.</summary>
    public async Task<IReadOnlyList<string>> HeardExchanges() =>
        [.. (await Get($"api/bindings/{Vhost}")).Select(binding => binding!["source"]!.GetValue<string>()).Distinct()];

    /// <summary>A user with all permissions in the virtual host, including publishing with another user-id.</summary>
    public async Task MakeUser(string name, string password)
    {
        await Put($"api/users/{name}", new JsonObject { ["password"] = password, ["tags"] = "impersonator" });
        await Put($"api/permissions/{Vhost}/{name}", new JsonObject { ["configure"] = ".*", ["write"] = ".*", ["read"] = ".*" });
    }

    private async Task<JsonArray> Get(string path)
    {
        using var http = Client();
        return JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsArray();
    }

    private async Task Put(string path, JsonObject body)
    {
        using var http = Client();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    private HttpClient Client()
    {
        var http = settings.Management();
        http.Timeout = TimeSpan.FromSeconds(10);
        return http;
    }
}
