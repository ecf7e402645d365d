namespace Rma.Policy;

/// <summary>
/// The edition of the rules that decides a question. A new rule applies to new questions only; facts stored before it have no edition, and
/// are decided again by the earlier rules. A policy version has the settings; the edition selects the rules.
/// </summary>
public static class RuleEdition
{
    /// <summary>Facts stored before editions existed.</summary>
    public const int First = 1;

    /// <summary>
    /// Facts that contradict each other, or are dated after the question, are referred; a credit of zero is a denial; an answer names every
    /// clause, and an account outside the policy is told whom to ask.
    /// </summary>
    public const int Second = 2;

    /// <summary>An exchange whose given item or own product is not known is referred, not denied.</summary>
    public const int Third = 3;

    /// <summary>
    /// A repair of a unit that was sold to another account, or whose buyer is not known, is referred; the history of another account's unit
    /// is not shown: a serial number is easily guessed.
    /// </summary>
    public const int Current = 4;
}
