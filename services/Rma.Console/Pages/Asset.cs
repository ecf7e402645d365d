using System.IO.Compression;
using System.Security.Cryptography;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>
/// A file that pages load: part of the program, so that it is there however the console was started. Its address has its digest, and a
/// browser keeps it for ever.
/// </summary>
internal sealed class Asset
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
    };

    private readonly byte[] content, compressed;
    private readonly string type;

    private Asset(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"assets/{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        content = copy.ToArray();
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize)) brotli.Write(content);
        compressed = packed.ToArray();
        type = Types[Path.GetExtension(name)];
        Address = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(content))[..12]}/{name}";
    }

    /// <summary>The style sheet.</summary>
    public static Asset Style { get; } = new("console.css");

    /// <summary>The module.</summary>
    public static Asset Module { get; } = new("console.js");

    /// <summary>The icon.</summary>
    public static Asset Icon { get; } = new("icon.svg");

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>Maps all of them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in new[] { Style, Module, Icon })
            routes.MapGet(asset.Address, asset.Answer).WithMetadata(new DoorOnly()).AllowAnonymous().ExcludeFromDescription();
    }

    private IResult Answer(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        var takesBrotli = context.Request.GetTypedHeaders().AcceptEncoding.Any(one => one.Value == "br" && one.Quality is null or > 0);
        if (takesBrotli) context.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(takesBrotli ? compressed : content, type);
    }
}
