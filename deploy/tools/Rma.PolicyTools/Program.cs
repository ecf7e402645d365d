using System.Globalization;
using Rma.PolicyTools;

// Policy tooling: test coverage, replay of stored decisions, and the impact of a draft.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["map", ..] => PolicyFiles.Map(write: args.Contains("--write")),
    ["check", var file] => PolicyFiles.Check(file),
    ["replay"] => await DecisionReview.Ask(review => review.Replay()),
    ["impact", var draft, .. var period] =>
        await DecisionReview.Ask(review => review.Impact(draft, period.ElementAtOrDefault(0), period.ElementAtOrDefault(1))),
    _ => PolicyFiles.Help(),
};
