using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rma.Console.Door;

namespace Rma.Console.Tests;

/// <summary>What a page asked issuance for.</summary>
public sealed record Asked(string Path, string? Key, string? Authorization, string Body);

/// <summary>The console with its pages and ready-made people; the test plays issuance.</summary>
public sealed class ConsoleWithPages : ConsoleUnderTest
{
    private readonly int port = Ports.Free();
    private readonly int issuance = Ports.Free();
    private readonly string keyFile = Path.Combine(Path.GetTempPath(), $"rma-pages-{Guid.CreateVersion7():N}.pem");
    private readonly string publicFile = Path.Combine(Path.GetTempPath(), $"rma-pages-{Guid.CreateVersion7():N}.pub.pem");
    private WebApplication? played;

    protected override string[] Settings =>
    [
        $"--urls=http://127.0.0.1:0;{Door.GetLeftPart(UriPartial.Authority)}", $"--Door:Port={port}",
        .. PublicContract.Forwarded.Select(operation => operation.Service).Append("credit").Distinct()
            .Select(service => $"--Door:Services:{service}=http://127.0.0.1:{issuance}"),
        $"--Http:PublicAddress={Door}", $"--Security:DevelopmentIssuer={Door}", $"--Security:JwtPublicKeyFile={publicFile}",
        "--SignIn:Development=true", $"--SignIn:DevelopmentKeyFile={keyFile}",
    ];

    /// <summary>Where the door is.</summary>
    public Uri Door => new($"http://127.0.0.1:{port}/");

    /// <summary>An address inside.</summary>
    public Uri Inside => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
        .First(address => new Uri(address).Port != port));

    /// <summary>What issuance was asked for.</summary>
    public ConcurrentQueue<Asked> AskedOfIssuance { get; } = new();

    /// <summary>How issuance answers.</summary>
    public IResult Answer { get; set; } = Results.NoContent();

    public override async Task InitializeAsync()
    {
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(publicFile, key.ExportSubjectPublicKeyInfoPem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        played = builder.Build();
        played.Urls.Add($"http://127.0.0.1:{issuance}");
        played.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            AskedOfIssuance.Enqueue(
                new(context.Request.Path, headers["Idempotency-Key"], headers.Authorization, await body.ReadToEndAsync()));
            await Answer.ExecuteAsync(context);
        });
        await played.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (played is not null) await played.DisposeAsync();
        File.Delete(keyFile);
        File.Delete(publicFile);
    }

    /// <summary>A browser of nobody.</summary>
    public Visitor Visitor() => new(Door);

    /// <summary>A browser in which this person has signed in.</summary>
    public async Task<Visitor> SignedIn(string person)
    {
        var visitor = Visitor();
        var page = await visitor.SignIn("console", person);
        Assert.True(page.Status is 200 or 403, $"{page.Status} {page.Html}");
        return visitor;
    }
}

/// <summary>A page as a browser has it.</summary>
public sealed record Page(int Status, Uri Address, string Html, HttpResponseMessage Answer)
{
    /// <summary>The hidden members of the form that has this text in it.</summary>
    public Dictionary<string, string> Form(string with)
    {
        var form = Html.Split("<form").First(part => part.Contains(with, StringComparison.Ordinal)).Split("</form>")[0];
        return System.Text.RegularExpressions.Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .DistinctBy(match => match.Groups[1].Value)
            .ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
    }
}

/// <summary>A browser without scripts: cookies, redirects and forms.</summary>
public sealed class Visitor(Uri door) : IDisposable
{
    private HttpClient? made;

    /// <summary>Its cookies.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>The client; it follows redirects.</summary>
    public HttpClient Http => made ??= new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, UseProxy = false })
    {
        BaseAddress = door,
    };

    public async Task<Page> Get(string path)
    {
        var answer = await Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Read(answer);
    }

    public async Task<Page> Post(string path, Dictionary<string, string> form)
    {
        using var body = new FormUrlEncodedContent(form);
        return await Read(await Http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), body));
    }

    /// <summary>Opens a page, and chooses whom to be where one is asked.</summary>
    public async Task<Page> SignIn(string path, string person)
    {
        var choose = await Get(path);
        Assert.Equal("/development/authorize", choose.Address.AbsolutePath);
        var form = choose.Form("name=\"person\"");
        form["person"] = person;
        return await Post("/development/choice", form);
    }

    public void Dispose() => made?.Dispose();

    private static async Task<Page> Read(HttpResponseMessage answer) =>
        new((int)answer.StatusCode, answer.RequestMessage!.RequestUri!, await answer.Content.ReadAsStringAsync(), answer);
}
