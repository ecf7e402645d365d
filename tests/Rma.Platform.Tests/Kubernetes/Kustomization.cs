namespace Rma.Platform.Tests;

// The members of a kustomization.yaml that ours have.

public sealed class Kustomization
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? Namespace { get; set; }

    public IList<string> Resources { get; set; } = [];

    public IList<KustomizeImage> Images { get; set; } = [];

    public IList<KustomizePatch> Patches { get; set; } = [];

    public IList<KustomizeConfigMap> ConfigMapGenerator { get; set; } = [];
}

public sealed class KustomizeImage
{
    public string Name { get; set; } = "";

    public string? NewName { get; set; }

    public string? NewTag { get; set; }
}

public sealed class KustomizePatch
{
    public KustomizeTarget Target { get; set; } = new();

    public string Patch { get; set; } = "";
}

public sealed class KustomizeTarget
{
    public string Kind { get; set; } = "";

    public string Name { get; set; } = "";
}

public sealed class KustomizeConfigMap
{
    public string Name { get; set; } = "";

    public IList<string> Files { get; set; } = [];

    public KustomizeOptions? Options { get; set; }
}

public sealed class KustomizeOptions
{
    public bool DisableNameSuffixHash { get; set; }
}
