using Microsoft.AspNetCore.Builder;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Secrets as mounted by an orchestrator: unchanged links into a folder that is replaced.</summary>
public sealed class MountedSecretTests(MountedSecretTests.Mounted mounted) : IClassFixture<MountedSecretTests.Mounted>
{
    private static readonly Uri Door = new("/outbox", UriKind.Relative);

    [Fact]
    public async Task A_key_that_is_gone_from_the_mounted_file_opens_nothing_any_more()
    {
        using var http = mounted.As("operator");
        Assert.Equal(200, (int)(await http.GetAsync(Door)).StatusCode);
        mounted.Exchange("[]");
        Assert.Equal(401, (int)(await http.GetAsync(Door)).StatusCode);
    }

    /// <summary>The smallest service with mounted keys.</summary>
    public sealed class Mounted : ServiceUnderTest
    {
        private const string Setting = "--Security:ApiKeysFile=";
        private readonly string volume = Directory.CreateTempSubdirectory("rma-mounted-").FullName;
        private int version;

        protected override string Name => "mounted";

        protected override WebApplication Build(string[] args)
        {
            Exchange(File.ReadAllText(args.Single(arg => arg.StartsWith(Setting, StringComparison.Ordinal))[Setting.Length..]));
            File.CreateSymbolicLink(Path.Combine(volume, "keys.json"), Path.Combine("..data", "keys.json"));
            return RmaService.Build("mounted", [.. args, Setting + Path.Combine(volume, "keys.json")], _ => { });
        }

        /// <summary>Replaces the content atomically.</summary>
        public void Exchange(string keys)
        {
            var fresh = Directory.CreateDirectory(Path.Combine(volume, $"..{++version}"));
            File.WriteAllText(Path.Combine(fresh.FullName, "keys.json"), keys);
            var (link, next) = (Path.Combine(volume, "..data"), Path.Combine(volume, "..data_tmp"));
            Directory.CreateSymbolicLink(next, fresh.Name);
            if (version > 1) Directory.Delete(link);
            Directory.Move(next, link);
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(volume, recursive: true);
        }
    }
}
