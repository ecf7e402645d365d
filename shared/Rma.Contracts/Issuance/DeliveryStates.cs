namespace Rma.Contracts.Issuance;

/// <summary>Where the delivery of a notice to a webhook stands.</summary>
public static class DeliveryStates
{
    /// <summary>It was not delivered yet.</summary>
    public const string Waiting = "waiting";

    /// <summary>It was delivered.</summary>
    public const string Delivered = "delivered";

    /// <summary>It is not tried any more.</summary>
    public const string GivenUp = "given-up";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Waiting, Delivered, GivenUp];
}
