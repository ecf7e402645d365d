using System.Globalization;
using Rma.PolicyDesk;

// Policy tooling: test coverage, replay of stored decisions, and the impact of a draft.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["map", ..] => Papers.Map(write: args.Contains("--write")),
    ["check", var file] => Papers.Check(file),
    ["replay"] => await Desk.Ask(desk => desk.Replay()),
    ["impact", var draft, .. var period] =>
        await Desk.Ask(desk => desk.Impact(draft, period.ElementAtOrDefault(0), period.ElementAtOrDefault(1))),
    _ => Papers.Help(),
};
