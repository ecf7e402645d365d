using System.Globalization;
using System.Reflection;
using System.Text;
using Rma.Policy;
using Rma.Testing;

namespace Rma.PolicyTools;

/// <summary>A test that names a rule.</summary>
internal sealed record RuleTest(string Rule, Shows Shows, string Test);

/// <summary>Clause → rules → code → tests, from the rule catalogue and the attributes of the compiled tests.</summary>
internal sealed class PolicyMap(IReadOnlyCollection<RuleTest> tests)
{
    private static readonly PolicyVersion Version = PolicyBook.Load().Versions[0];

    /// <summary>The map from the test projects next to this program.</summary>
    public static PolicyMap OfBuiltTests()
    {
        // artifacts/bin/<project>/<configuration>/: the siblings are the test projects.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var tests = here.Parent!.Parent!.GetDirectories("Rma.*.Tests")
            .Select(project => Path.Combine(project.FullName, here.Name, $"{project.Name}.dll")).Where(File.Exists)
            .SelectMany(file => TestsOf(Assembly.LoadFrom(file)));
        return new([.. tests]);
    }

    /// <summary>Rules with incomplete cases, in words.</summary>
    public IReadOnlyList<string> Gaps() =>
    [
        .. RuleCatalogue.All.SelectMany(rule => new[]
        {
            Count(rule, Shows.Accepted) == 0 ? $"{rule.Id} has no accepted case" : null,
            Count(rule, Shows.Refused) == 0 && rule.CannotBeRefused is null ? $"{rule.Id} has no refused case" : null,
        }).OfType<string>(),
        .. Clauses.All.Where(clause => RuleCatalogue.All.All(rule => rule.Clause != clause) && !RuleCatalogue.KeptBy.ContainsKey(clause))
            .Select(clause => $"{clause} has no rule"),
        .. tests.Where(test => RuleCatalogue.All.All(rule => rule.Id != test.Rule))
            .Select(test => $"{test.Test} names {test.Rule}, which is no rule").Distinct(),
    ];

    /// <summary>As <c>./rma policy map</c> prints it.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        var complete = RuleCatalogue.All.Where(rule =>
            Count(rule, Shows.Accepted) > 0 && (Count(rule, Shows.Refused) > 0 || rule.CannotBeRefused is not null)).ToArray();
        foreach (var clause in Clauses.All)
        {
            var rules = RulesOf(clause).ToArray();
            var good = rules.Length > 0 && rules.All(complete.Contains);
            text.Append(CultureInfo.InvariantCulture,
                $"  {(good ? "✓" : "✗")} {clause,-4} {Version.Clauses[clause][..Math.Min(70, Version.Clauses[clause].Length)]}\n");
            foreach (var rule in rules)
                text.Append(CultureInfo.InvariantCulture, $"       {rule.Number,3}  {Count(rule, Shows.Accepted),3} accepted " +
                    $"{Count(rule, Shows.Refused),3} refused   " +
                    $"{rule.Words}{(rule.CannotBeRefused is { } why && Count(rule, Shows.Refused) == 0 ? $"  [{why}]" : "")}\n");
        }

        var clauses = Clauses.All.Count(clause => RulesOf(clause).Any() && RulesOf(clause).All(complete.Contains));
        text.Append(CultureInfo.InvariantCulture, $"\n{clauses} of {Clauses.All.Count} clauses, {complete.Length} of " +
            $"{RuleCatalogue.All.Count} rules have their cases; " +
            $"{complete.Count(rule => rule.CannotBeRefused is not null && Count(rule, Shows.Refused) == 0)} of them cannot be refused " +
            $"and say why.\n");
        return text.ToString();
    }

    /// <summary>The map as a page.</summary>
    public string Page()
    {
        var text = new StringBuilder();
        text.Append("# Policy map\n\n");
        text.Append("Clause → rules → code → tests. Generated from the policy's own data (`shared/Rma.Policy/Policies`, " +
            "`Rules/rules.json`) and the `[Rule]` attributes of the tests\n");
        text.Append("by `./rma policy map --write`; a test fails when this page is not what it would generate, " +
            "or when a clause or rule has no case.\n");
        foreach (var clause in Clauses.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {clause}\n\n> {Version.Clauses[clause]}\n\n");
            foreach (var setting in Version.Choices.Where(setting => setting.Clause == clause))
                text.Append(CultureInfo.InvariantCulture, $"- setting `{setting.Name}` = `{setting.Value}`" +
                    $"{(setting.Ambiguity is { } ambiguity ? $" ({ambiguity})" : "")}{(setting.Note is { } note ? $": {note}" : "")}\n");
            foreach (var rule in RulesOf(clause))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"- **{rule.Number}** {rule.Words}{(rule.Ambiguity is { } open ? $" ({open})" : "")}\n");
                text.Append(CultureInfo.InvariantCulture, $"  - code: {string.Join(", ", rule.Code.Select(code => $"`{code}`"))}\n");
                foreach (var shows in new[] { Shows.Accepted, Shows.AlreadySo, Shows.Refused })
                {
                    var named = tests.Where(test => test.Rule == rule.Id && test.Shows == shows).Select(test => test.Test).Distinct()
                        .Order(StringComparer.Ordinal).ToArray();
                    if (named.Length > 0)
                        text.Append(CultureInfo.InvariantCulture,
                        $"  - {Words(shows)}: {string.Join(", ", named.Select(test => $"`{test}`"))}\n");
                }

                if (rule.CannotBeRefused is { } why) text.Append(CultureInfo.InvariantCulture, $"  - never refused: {why}\n");
            }
        }

        return text.ToString();
    }

    private static string Words(Shows shows) =>
        shows switch { Shows.Accepted => "accepted", Shows.Refused => "refused", _ => "already so" };

    private static IEnumerable<PolicyRule> RulesOf(string clause) =>
        RuleCatalogue.All.Where(rule => rule.Clause == clause || RuleCatalogue.KeptBy.GetValueOrDefault(clause) == rule.Number);

    private int Count(PolicyRule rule, Shows shows) => tests.Count(test => test.Rule == rule.Id && test.Shows == shows);

    private static IEnumerable<RuleTest> TestsOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from attribute in method.GetCustomAttributes<RuleAttribute>()
        select new RuleTest(attribute.Rule, attribute.Shows, $"{type.Name}.{method.Name}");
}
