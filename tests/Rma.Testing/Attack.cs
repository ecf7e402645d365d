namespace Rma.Testing;

/// <summary>
/// What attacks were tried, for <c>./rma attack</c>. Tests that play an attacker have the trait <c>Attack</c>, whose value begins with
/// <c>on-</c>.
/// </summary>
public static class Attack
{
    /// <summary>The trait's name.</summary>
    public const string Trait = "Attack";

    /// <summary>With a broker user's password.</summary>
    public const string OnBroker = "on-broker";

    /// <summary>With a database role's password, or as its administrator.</summary>
    public const string OnDatabase = "on-database";

    /// <summary>With messages that were forged, changed or sent as somebody else's.</summary>
    public const string OnMessages = "on-messages";

    /// <summary>At the HTTP doors: roles, keys, tokens, links, webhooks.</summary>
    public const string OnDoors = "on-doors";

    private static readonly Lock Gate = new();

    /// <summary>Writes down how many attempts a test made, and how many had an effect that they must not have.</summary>
    public static void Tried(string kind, int attempts, int succeeded)
    {
        if (Environment.GetEnvironmentVariable("RMA_ATTACK_LOG") is not { Length: > 0 } log) return;
        lock (Gate) File.AppendAllText(log, $"{kind} {attempts} {succeeded}\n");
    }
}
