using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// Settings that an orchestrator mounts, one file a setting (<c>ConnectionStrings__Postgres</c>, …), in <c>Secrets:Folder</c>
/// (<c>/run/secrets</c>). Other sources of configuration win. They are read at the start, but for passwords: a rotated one is picked up
/// with the next connection.
/// </summary>
internal sealed class MountedSettings(IConfiguration configuration)
{
    private const string UsualFolder = "/run/secrets";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private string Folder => configuration["Secrets:Folder"] ?? UsualFolder;

    /// <summary>Below all other sources.</summary>
    public void AddTo(IConfigurationManager builder) => builder.Sources.Insert(0, new KeyPerFileConfigurationSource
    {
        FileProvider = Directory.Exists(Folder) ? new PhysicalFileProvider(Path.GetFullPath(Folder)) : null, Optional = true,
    });

    /// <summary>A connection string as it is now.</summary>
    /// <exception cref="InvalidOperationException">It is not set.</exception>
    public Func<string> ConnectionString(string name)
    {
        var atStart = configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException($"ConnectionStrings:{name} is not set.");
        var mounted = new WatchedFile<string>(
            () => Path.Combine(Folder, $"ConnectionStrings__{name}") is var file && File.Exists(file) ? file : null,
            content => Encoding.UTF8.GetString(content).TrimEnd('\r', '\n'), Look);
        return mounted.Value == atStart ? () => mounted.Value ?? atStart : () => atStart;
    }
}
