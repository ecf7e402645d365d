namespace Rma.Policy.Tests;

/// <summary>The code of a refused parcel, asserting that it was refused.</summary>
internal static class DockAnswers
{
    public static (string Code, string Clauses) Refusal(DockFacts facts) => Refusal(DockPolicy.Judge(Examples.Us, facts));

    public static (string Code, string Clauses) Refusal(DockJudgement judgement)
    {
        var refused = Assert.IsType<DockJudgement.Refused>(judgement);
        Assert.Equal(Outcome.No, refused.Decision.Outcome);
        return (refused.Code, string.Join(' ', refused.Decision.Clauses));
    }
}
