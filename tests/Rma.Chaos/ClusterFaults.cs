namespace Rma.Chaos;

/// <summary>What can only happen to a cluster: its nodes and roles fail, and it should go on.</summary>
internal sealed class ClusterFaults(Instance instance)
{
    /// <summary>kill -9 of the node that leads a queue of the services.</summary>
    public async Task<bool> KillLeader(Fault fault, CancellationToken ct)
    {
        var leaders = (await instance.Queues("leader")).Select(queue => queue["leader"]?.ToString())
            .Where(leader => leader?.Contains('@', StringComparison.Ordinal) == true).ToArray();
        return leaders.Length > 0 && await KillAndStart([ComponentOf(leaders[fault.Draw % leaders.Length]!)], fault.Seconds, ct);
    }

    /// <summary>kill -9 of two nodes at once: the third is a minority and stops serving until one of them is back.</summary>
    public Task<bool> KillTwoNodes(Fault fault, CancellationToken ct)
    {
        var spared = fault.Draw % instance.Brokers.Count;
        return KillAndStart([.. instance.Brokers.Where((_, index) => index != spared)], fault.Seconds, ct);
    }

    /// <summary>
    /// A node and the others do not reach each other. Each wants another secret of the other for that long, so that connections between
    /// them are refused in both directions, while clients still reach all of them.
    /// </summary>
    public async Task<bool> CutOff(Fault fault, CancellationToken ct)
    {
        await CutOff(fault.Target);
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Join(fault.Target);
        return true;
    }

    /// <summary>The first half of it.</summary>
    public Task<string> CutOff(string node) => Evaluate(
        node, $"[begin erlang:set_cookie(N, cut_off), erlang:disconnect_node(N) end || N <- [{OthersOf(node)}]].");

    /// <summary>The second half.</summary>
    public Task<string> Join(string node) => Evaluate(node, $"[erlang:set_cookie(N, erlang:get_cookie()) || N <- [{OthersOf(node)}]].");

    /// <summary>A node dies and its disk with it. It comes back empty and takes what the others have.</summary>
    public async Task<bool> LoseData(Fault fault, CancellationToken ct)
    {
        var struck = await instance.Kill(fault.Target, ct);
        Directory.Delete(Path.Combine(instance.Folder, fault.Target, "mnesia"), recursive: true);
        await instance.Rma("start", fault.Target);
        return struck;
    }

    /// <summary>The primary dies, its standby takes over, and the one before comes back as the new one's standby.</summary>
    public async Task<bool> LosePrimary(Fault fault, CancellationToken ct)
    {
        var lost = instance.Primary;
        var struck = await instance.Kill(lost, ct);
        await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), ct);
        await instance.Rma("promote");
        await instance.Rma("start", lost);
        return struck;
    }

    /// <summary>Primary and standby change their roles, as for maintenance.</summary>
    public async Task<bool> SwitchOver(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var before = instance.Primary;
        await instance.Rma("promote");
        await instance.Rma("start", before);
        return true;
    }

    private Task<string> Evaluate(string node, string expression) => instance.Rma(
        new Dictionary<string, string> { ["RMA_BROKER_NODE"] = node }, "rabbitmqctl", "eval", expression);

    private string OthersOf(string node) =>
        string.Join(',', instance.Brokers.Where(other => other != node).Select(other => $"'{NameOf(other)}'"));

    private async Task<bool> KillAndStart(string[] nodes, int pause, CancellationToken ct)
    {
        var struck = await Task.WhenAll(nodes.Select(node => instance.Kill(node, ct)));
        await Task.Delay(TimeSpan.FromSeconds(pause), ct);
        // At once: each waits for the others.
        await Task.WhenAll(nodes.Select(node => instance.Rma("start", node)));
        return Array.Exists(struck, one => one);
    }

    private string NameOf(string component) =>
        $"rma-{instance.Settings["RMA_INSTANCE"]}{component["rabbitmq".Length..]}@localhost";

    private string ComponentOf(string node) => instance.Brokers.First(component => NameOf(component) == node);
}
