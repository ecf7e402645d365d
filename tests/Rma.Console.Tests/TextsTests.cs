using System.Text.RegularExpressions;
using System.Xml.Linq;
using Rma.Console.Find;
using Rma.Console.Pages;
using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.Contracts.Receiving;
using Rma.Testing;

namespace Rma.Console.Tests;

/// <summary>Every text that a page shows is in the resource file, and every text there is shown.</summary>
public sealed class TextsTests
{
    private static readonly string Console = Path.Combine(Servers.Root, "services", "Rma.Console");

    [Fact]
    public void A_page_says_nothing_that_is_not_written_and_nothing_is_written_in_vain()
    {
        var written = XDocument.Load(Path.Combine(Console, "Pages", "Texts.resx")).Root!.Elements("data")
            .Select(text => text.Attribute("name")!.Value).ToHashSet();
        var pages = string.Concat(Directory.EnumerateFiles(Console, "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        string[] words =
        [
            .. ReturnStates.All.Concat(ItemStates.All).Select(state => $"state.{state}"), .. NextBy.All.Select(next => $"next.{next}"),
            .. ReasonCodes.All.Select(code => $"reason.{code}"), .. RmaStates.All.Select(state => $"rma.{state}"),
            .. Policy.Remedies.All.Select(remedy => $"remedy.{remedy}"), .. TermKinds.All.Select(kind => $"kind.{kind}"),
            .. BenchSteps.All.SelectMany(step => new[] { $"bench.step-{step}", $"bench.send-{step}", $"bench.done-{step}" }),
            .. Contracts.Credit.CreditCaseStates.Listed.Concat(Contracts.Credit.ChargeCaseStates.All)
                .Select(state => $"credit.state-{state}"),
            .. Contracts.Repair.Purposes.All.Select(purpose => $"bench.purpose-{purpose}"),
            .. UnitStates.All.Select(state => $"inspection.state-{state}"),
            .. SerialLabels.All.Select(label => $"inspection.label-{label}"),
            .. Policy.Exclusions.Listed.Select(code => $"exclusion.{code}"),
        ];
        Assert.Empty(words.Except(written));
        var used = Regex.Matches(pages, "\"([a-z-]+\\.[a-z-]+[a-zA-Z-]*)\"").Select(match => match.Groups[1].Value)
            .Where(name => !name.EndsWith('-') && !name.EndsWith(".csv", StringComparison.Ordinal)
                && !name.Contains("console.", StringComparison.Ordinal)
                && name != "icon.svg").ToHashSet();
        var kinds = written.Select(text => text.Split('.')[0]).ToHashSet();
        Assert.DoesNotContain(used.Except(written), name => kinds.Contains(name.Split('.')[0]));
        string[] made =
        [
            "state.", "next.", "remedy.", "kind.", "role.", "sort.", "flag.", "filter.", "deed.", "done.", "reason.", "rma.", "act.",
            "dispute.", "disputed.", "exclusion.",
            "bench.basis-", "bench.done-", "bench.kind-", "bench.purpose-", "bench.send-", "bench.state-", "bench.step-",
            "credit.charge-", "credit.charges-", "credit.credits-", "credit.done-", "credit.line-", "credit.state-",
            "inspection.label-", "inspection.seen-", "inspection.state-",
        ];
        Assert.DoesNotContain(written.Except(used), name => !made.Any(name.StartsWith));
    }
}
