using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rma.ServiceDefaults;
using Xunit;

namespace Rma.Testing;

/// <summary>All lists of a service that are answered in pages, found by reflection: each is walked and compared with itself.</summary>
public static class EveryList
{
    /// <summary>
    /// Page by page the same rows come as at once, each once; an unchanged page is answered 304; the file has a line for each row; the
    /// cursor of another list, and what is none, is refused.
    /// </summary>
    /// <returns>Rows by path.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> Walk(ServiceUnderTest service)
    {
        var lists = service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<PagedList>() is not null).ToArray();
        Assert.NotEmpty(lists);
        var known = new Dictionary<string, int>();
        var others = new List<string> { "none", "AAAA", "!!" };
        foreach (var list in lists)
        {
            var role = DoorRoutes.RolesOf(list).First(role => role != Roles.Partner);
            using var http = service.As(role);
            var path = $"/{list.RoutePattern.RawText!.TrimStart('/')}";
            known[path] = await Walk(http, path);
            foreach (var cursor in others)
            {
                using var response = await http.GetAsync(new Uri($"{path}?after={cursor}", UriKind.Relative));
                var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
                Assert.True((response.StatusCode, problem["code"]!.GetValue<string>())
                    == (HttpStatusCode.BadRequest, ListCursor.NotOfThisList), $"{path}?after={cursor}: {problem}");
            }

            if ((await Page(http, $"{path}?limit=1")).Next is { } next) others.Add(next.Split("after=")[1].Split('&')[0]);
        }

        return known;
    }

    private static async Task<int> Walk(HttpClient http, string path)
    {
        var all = await Page(http, $"{path}?limit=200");
        var (walked, next, pages) = (new List<string>(), $"{path}?limit=2", 0);
        while (next is not null)
        {
            var page = await Page(http, next);
            Assert.True(page.Rows.Count is <= 2 && (page.Rows.Count > 0 || pages == 0), $"{next}: {page.Rows.Count} rows");
            walked.AddRange(page.Rows);
            (next, pages) = (page.Next!, pages + 1);
        }

        if (all.Next is null) Assert.Equal(all.Rows, walked);
        Assert.Equal(walked.Count, walked.Distinct().Count());
        await HasDays(http, path, all.Rows);
        await IsRemembered(http, path);
        await IsAFile(http, path, walked.Count);
        return walked.Count;
    }

    private static async Task HasDays(HttpClient http, string path, IReadOnlyList<string> all)
    {
        Assert.Empty((await Page(http, $"{path}?through=2000-01-01")).Rows);
        Assert.Empty((await Page(http, $"{path}?from=2100-01-01")).Rows);
        Assert.Equal(all, (await Page(http, $"{path}?limit=200&from=2000-01-01&through=2099-12-31")).Rows);
        using var wrong = await http.GetAsync(new Uri($"{path}?from=yesterday", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static async Task IsRemembered(HttpClient http, string path)
    {
        using var first = await http.GetAsync(new Uri(path, UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
        using var another = new HttpRequestMessage(HttpMethod.Get, path);
        another.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        using var third = await http.SendAsync(another);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    private static async Task IsAFile(HttpClient http, string path, int rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(CsvFile.MediaType);
        using var response = await http.SendAsync(request);
        Assert.Equal(CsvFile.MediaType, response.Content.Headers.ContentType!.MediaType);
        using var text = new StringReader(await response.Content.ReadAsStringAsync());
        using var csv = new CsvHelper.CsvReader(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(csv.Read() && csv.ReadHeader(), path);
        var lines = 0;
        while (csv.Read()) lines++;
        Assert.Equal(rows, lines);
    }

    private static async Task<(IReadOnlyList<string> Rows, string? Next)> Page(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {body}");
        var link = response.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
        return ([.. JsonNode.Parse(body)!.AsArray().Select(row => row!.ToJsonString())],
            link?[1..link.IndexOf('>', StringComparison.Ordinal)]);
    }
}
