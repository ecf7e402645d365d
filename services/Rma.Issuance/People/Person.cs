using Rma.EventSourcing;
using Rma.Issuance.Rmas;

namespace Rma.Issuance.People;

/// <summary>
/// Whose data a request holds: of an account's people the one with this e-mail address, or without one with this name. Case and spaces do
/// not count. The id tells neither.
/// </summary>
internal static class Person
{
    /// <summary>The person named in a request; null when it names nobody.</summary>
    public static Guid? In(string account, RequestDetails? details) =>
        (details?.Contact?.Email ?? details?.Contact?.Name ?? details?.ShipFrom?.Name ?? details?.ShipFrom?.Street
            ?? details?.Contact?.Phone) is { } known ? Of(account, known) : null;

    /// <summary>The person of an account with this e-mail address or name.</summary>
    public static Guid Of(string account, string emailOrName) => NameBasedId.Of(
        $"person/{account}/{string.Join(' ', emailOrName.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant()}");
}
