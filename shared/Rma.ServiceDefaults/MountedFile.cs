namespace Rma.ServiceDefaults;

/// <summary>Files that an orchestrator mounts and changes under us.</summary>
internal static class MountedFile
{
    /// <summary>When the content last changed: a mounted secret is a link whose own time never does.</summary>
    public static DateTime ChangedAt(string file) =>
        (File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)).LastWriteTimeUtc;
}
