namespace Rma.Policy.Tests;

/// <summary>The answer to a return, asserting its kind.</summary>
internal static class CreditAnswers
{
    public static CreditAssessment.Entitled Entitled(CreditFacts facts) =>
        Assert.IsType<CreditAssessment.Entitled>(CreditPolicy.Assess(Examples.Us, facts));

    public static CreditAssessment.NotEntitled Denied(CreditFacts facts) =>
        Assert.IsType<CreditAssessment.NotEntitled>(CreditPolicy.Assess(Examples.Us, facts));

    public static CreditAssessment.Referred Referred(CreditFacts facts) =>
        Assert.IsType<CreditAssessment.Referred>(CreditPolicy.Assess(Examples.Us, facts));

    public static IEnumerable<string> Missing(CreditFacts facts) => Referred(facts).Decision.MissingFacts;

    public static (Outcome, string?) Answer(CreditFacts facts) => CreditPolicy.Assess(Examples.Us, facts) switch
    {
        CreditAssessment.NotEntitled denied => (denied.Decision.Outcome, denied.Code),
        CreditAssessment.Referred referred => (referred.Decision.Outcome, referred.Code),
        var entitled => (entitled.Decision.Outcome, null),
    };
}
