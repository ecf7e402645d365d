using k8s.Models;

namespace Rma.Platform.Tests;

public sealed class PostgresCluster : CustomResource<PostgresClusterSpec>;

public sealed class PostgresClusterSpec
{
    public int? Instances { get; set; }

    public string? ImageName { get; set; }

    public PostgresStorage? Storage { get; set; }

    public PostgresSettings? Postgresql { get; set; }

    public PostgresManaged? Managed { get; set; }

    public PostgresCertificates? Certificates { get; set; }

    public PostgresInherited? InheritedMetadata { get; set; }

    public V1ResourceRequirements? Resources { get; set; }
}

public sealed class PostgresStorage
{
    public string? Size { get; set; }

    public string? StorageClass { get; set; }
}

public sealed class PostgresCertificates
{
    public string? ServerTLSSecret { get; set; }

    public string? ServerCASecret { get; set; }

    public string? ClientCASecret { get; set; }

    public string? ReplicationTLSSecret { get; set; }
}

public sealed class PostgresInherited
{
    public IDictionary<string, string>? Labels { get; set; }
}

public sealed class PostgresSettings
{
    [YamlDotNet.Serialization.YamlMember(Alias = "pg_hba", ApplyNamingConventions = false)]
    public IList<string>? PgHba { get; set; }

    public IDictionary<string, string>? Parameters { get; set; }

    public PostgresSynchronous? Synchronous { get; set; }
}

public sealed class PostgresSynchronous
{
    public string? Method { get; set; }

    public int? Number { get; set; }

    public string? DataDurability { get; set; }
}

public sealed class PostgresManaged
{
    public IList<PostgresRole>? Roles { get; set; }
}

public sealed class PostgresRole
{
    public string? Name { get; set; }

    public string? Ensure { get; set; }

    public bool? Login { get; set; }

    public int? ConnectionLimit { get; set; }

    public V1LocalObjectReference? PasswordSecret { get; set; }
}

public sealed class PostgresDatabase : CustomResource<PostgresDatabaseSpec>;

public sealed class PostgresDatabaseSpec
{
    public V1LocalObjectReference? Cluster { get; set; }

    public string? Name { get; set; }

    public string? Owner { get; set; }

    public string? Ensure { get; set; }

    public string? DatabaseReclaimPolicy { get; set; }
}
