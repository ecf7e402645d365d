namespace Rma.Console.Pages;

/// <summary>
/// Where returns are sent to: <c>ShipTo:0</c>, <c>ShipTo:1</c> and so on are the lines of the address; without them none is shown.
/// </summary>
internal sealed class ShipTo(IConfiguration configuration)
{
    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines { get; } = configuration.GetSection("ShipTo").Get<string[]>() ?? [];
}
