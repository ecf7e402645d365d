using Microsoft.AspNetCore.Builder;
using Npgsql;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Secrets as mounted by an orchestrator: unchanged links into a folder that is replaced.</summary>
public sealed class MountedSecretTests(MountedSecretTests.Mounted mounted) : IClassFixture<MountedSecretTests.Mounted>
{
    [Fact]
    public async Task R4_a_rotated_password_of_the_database_is_picked_up()
    {
        using var http = mounted.As("operator");
        await mounted.Rotate("second", told: false);
        using (var between = await http.GetAsync(Door))
            Assert.Equal((503, true), ((int)between.StatusCode, between.Headers.RetryAfter is not null));
        await mounted.Rotate("third", told: true);
        await Wait.Until(async () => (int)(await http.GetAsync(Door)).StatusCode, status => status == 200,
            "an answer with the new password");
    }

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
        private readonly string secrets = Directory.CreateTempSubdirectory("rma-secrets-").FullName;
        private readonly string role = $"t_rotated_{Guid.CreateVersion7():N}";
        private Func<string, string> connectionString = _ => "";
        private int version;

        protected override string Name => "mounted";

        protected override WebApplication Build(string[] args)
        {
            Exchange(File.ReadAllText(args.Single(arg => arg.StartsWith(Setting, StringComparison.Ordinal))[Setting.Length..]));
            File.CreateSymbolicLink(Path.Combine(volume, "keys.json"), Path.Combine("..data", "keys.json"));
            const string Postgres = "--ConnectionStrings:Postgres=";
            var address = new NpgsqlConnectionStringBuilder(
                args.Single(arg => arg.StartsWith(Postgres, StringComparison.Ordinal))[Postgres.Length..]);
            connectionString = password =>
                new NpgsqlConnectionStringBuilder(address.ToString()) { Username = role, Password = password }.ToString();
            Rotate("first", told: true).GetAwaiter().GetResult();
            return RmaService.Build("mounted",
                [.. args.Where(arg => !arg.StartsWith(Postgres, StringComparison.Ordinal)), Setting + Path.Combine(volume, "keys.json"),
                    $"--Secrets:Folder={secrets}"], _ => { });
        }

        /// <summary>Gives the role of the running service another password, ends its sessions, and tells the service or does not.</summary>
        public async Task Rotate(string password, bool told)
        {
            await using var command = Owner.CreateCommand(
                $"""
                do $$ begin
                    if not exists (select from pg_roles where rolname = '{role}') then create role {role} login; end if;
                end $$;
                alter role {role} password '{password}';
                select pg_terminate_backend(pid) from pg_stat_activity where usename = '{role}';
                """);
            await command.ExecuteNonQueryAsync();
            if (told) await File.WriteAllTextAsync(Path.Combine(secrets, "ConnectionStrings__Postgres"), connectionString(password) + "\n");
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
            await using (var command = Owner.CreateCommand($"drop owned by {role}; drop role {role}")) await command.ExecuteNonQueryAsync();
            await base.DisposeAsync();
            Directory.Delete(volume, recursive: true);
            Directory.Delete(secrets, recursive: true);
        }
    }
}
