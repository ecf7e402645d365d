namespace Rma.Contracts.Issuance;

/// <summary>What was decided on a line of a request.</summary>
public static class LineOutcomes
{
    /// <summary>It may be sent under the number.</summary>
    public const string Authorized = "authorized";

    /// <summary>It was refused.</summary>
    public const string Denied = "denied";

    /// <summary>A fact or a person is missing.</summary>
    public const string Referred = "referred";
}
