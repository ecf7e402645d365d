namespace Rma.Messaging;

/// <summary>Files that an orchestrator mounts and may replace at run time.</summary>
public static class MountedFile
{
    /// <summary>When the content last changed: a mounted secret is a link, and the link's own time stays the same.</summary>
    public static DateTime ChangedAt(string file) =>
        (File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)).LastWriteTimeUtc;
}
