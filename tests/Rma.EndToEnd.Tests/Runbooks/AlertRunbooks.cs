using Rma.Testing;

namespace Rma.EndToEnd.Tests.Runbooks;

/// <summary>Runs sections of the alerts' page. What one that failed has stopped is started again for the next.</summary>
public abstract class AlertRunbooks(StoriesPlatform platform) : IAsyncLifetime
{
    private Runbook? page;

    protected StoriesPlatform Platform => platform;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => page is null or { IsOver: true } ? Task.CompletedTask : platform.Rma("up");

    protected Runbook Open(string section, string name = "alerts") => page = platform.Runbook(name, section);
}
