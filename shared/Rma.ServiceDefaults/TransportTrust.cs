using System.Globalization;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>The certificates of a service, where they are used: towards the database, and for its own HTTPS.</summary>
internal static class TransportTrust
{
    /// <summary>The settings <c>Tls:AuthorityFile</c> and <c>Tls:CertificateFile</c>.</summary>
    public static Certificates AddCertificates(this WebApplicationBuilder builder)
    {
        var certificates = new Certificates(builder.Configuration["Tls:AuthorityFile"], builder.Configuration["Tls:CertificateFile"]);
        builder.Services.AddSingleton(certificates).AddSingleton<DatabaseTrust>();
        _ = certificates.Authorities; // read before the first connections, several of which begin at the same time
        // Asked at each connection, so a renewed certificate needs no restart.
        if (certificates.Own is not null)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(
                https => https.ServerCertificateSelector = (_, _) => certificates.Own));
        }

        return certificates;
    }

    /// <summary>What the connection string says about files comes first.</summary>
    public static void Trust(this NpgsqlDataSourceBuilder source, Certificates certificates)
    {
        if (certificates.HasAuthority && source.ConnectionStringBuilder.RootCertificate is null)
            source.UseRootCertificatesCallback(() => certificates.Authorities);
        if (source.ConnectionStringBuilder.SslCertificate is null)
        {
            source.UseSslClientAuthenticationOptionsCallback(tls =>
            {
                if (certificates.Own is { } own) tls.ClientCertificates = [own];
            });
        }
    }

    /// <summary>The status, and of each check that is not well, what it says.</summary>
    public static Task Tell(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var faults = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy)
            .Select(check => $"{check.Key}: {check.Value.Description}");
        return context.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. faults]));
    }
}

/// <summary>Says what is wrong with the database's certificate; its client only says that it did not like it.</summary>
internal sealed class DatabaseTrust(NpgsqlDataSource database, Certificates certificates)
{
    /// <summary>The fault behind a failure to connect; null when it is not about TLS.</summary>
    public async Task<string?> Fault(Exception? failure, CancellationToken cancellationToken)
    {
        if (!IsAboutTls(failure))
        {
            certificates.Note(Certificates.Database, null);
            return null;
        }

        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        string? fault = null;
        foreach (var host in (address.Host ?? "").Split(','))
        {
            var (name, port) = host.Split(':') is [var alone, var given] ? (alone, int.Parse(given, CultureInfo.InvariantCulture))
                : (host, address.Port);
            fault ??= await Handshake.FaultOfDatabase(name, port, certificates, cancellationToken);
        }

        fault ??= failure!.GetBaseException().Message;
        certificates.Note(Certificates.Database, fault);
        return $"the database is not believed: {fault}";
    }

    private static bool IsAboutTls(Exception? failure) => failure switch
    {
        null => false,
        AuthenticationException => true,
        NpgsqlException npgsql when npgsql.Message.Contains("SSL", StringComparison.Ordinal) => true,
        _ => IsAboutTls(failure.InnerException),
    };
}
