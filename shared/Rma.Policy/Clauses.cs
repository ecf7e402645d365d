namespace Rma.Policy;

/// <summary>
/// The ids of the policy's 49 clauses, as cited by decisions. The text of a clause belongs to a <see cref="PolicyVersion"/> (see <see
/// cref="PolicyVersion.Clauses"/>); the ids are the same in all versions.
/// </summary>
public static class Clauses
{
    // scope, authorization, dock
    public const string P1 = "P1";
    public const string P2 = "P2";
    public const string P3 = "P3";
    public const string P4 = "P4";

    // warranty
    public const string W1 = "W1";
    public const string W2 = "W2";
    public const string W3 = "W3";
    public const string W4 = "W4";
    public const string W5 = "W5";
    public const string W6 = "W6";
    public const string W7 = "W7";
    public const string W8 = "W8";
    public const string W9 = "W9";
    public const string W10 = "W10";
    public const string W11 = "W11";
    public const string W12 = "W12";
    public const string W13 = "W13";

    // hard drives and data
    public const string D1 = "D1";
    public const string D2 = "D2";
    public const string D3 = "D3";
    public const string D4 = "D4";
    public const string D5 = "D5";

    // out-of-warranty repair
    public const string O1 = "O1";
    public const string O2 = "O2";
    public const string O3 = "O3";

    // over-the-counter exchange
    public const string T1 = "T1";
    public const string T2 = "T2";
    public const string T3 = "T3";
    public const string T4 = "T4";
    public const string T5 = "T5";
    public const string T6 = "T6";
    public const string T7 = "T7";
    public const string T8 = "T8";
    public const string T9 = "T9";
    public const string T10 = "T10";

    // advance replacement
    public const string V1 = "V1";
    public const string V2 = "V2";
    public const string V3 = "V3";
    public const string V4 = "V4";
    public const string V5 = "V5";
    public const string V6 = "V6";
    public const string V7 = "V7";

    // credit return
    public const string C1 = "C1";
    public const string C2 = "C2";
    public const string C3 = "C3";
    public const string C4 = "C4";
    public const string C5 = "C5";
    public const string C6 = "C6";
    public const string C7 = "C7";

    /// <summary>All ids, in the order of the document.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        P1, P2, P3, P4,
        W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, W11, W12, W13,
        D1, D2, D3, D4, D5,
        O1, O2, O3,
        T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
        V1, V2, V3, V4, V5, V6, V7,
        C1, C2, C3, C4, C5, C6, C7,
    ];
}
