namespace Rma.Policy;

/// <summary>
/// Which edition of the rules decides a question. A rule that is new applies to what is asked from now on; facts that were stored before it
/// say so by having no edition, and are decided again as they were. A policy version says what the settings are; the edition says which
/// questions are put to the facts.
/// </summary>
public static class RuleEdition
{
    /// <summary>Facts that were stored before editions were written down.</summary>
    public const int First = 1;

    /// <summary>
    /// Facts that contradict each other, or are dated after the question, are referred; a credit of nothing is no credit; an answer names
    /// every clause that decided, and a stranger is told whom to ask.
    /// </summary>
    public const int Current = 2;
}
