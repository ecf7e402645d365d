using Rma.Console.Find;
using Rma.Console.Returns;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>What a scan at a desk found.</summary>
/// <param name="Here">Returns that wait at this desk; exactly one is opened at once.</param>
/// <param name="Elsewhere">Returns of that number in other states.</param>
internal sealed record Scan(IReadOnlyList<ReturnView> Here, IReadOnlyList<ReturnView> Elsewhere)
{
    private const int Most = 20;

    /// <summary>Looks for what was scanned; what has that very number counts before what only begins or ends with it.</summary>
    public static async Task<Scan> For(string text, Finder finder, Func<ReturnView, bool> isHere, Caller caller, CancellationToken ct)
    {
        if (text.Length > 200 || Term.Write(text).Length < Finder.Shortest) return new([], []);
        var found = (await finder.Find(text, null, Most, caller, ct)).Found;
        var whole = found.Where(finding => finding.Match == "whole").SelectMany(finding => finding.Returns);
        var some = found.SelectMany(finding => finding.Returns);
        return Of([.. whole], isHere) is { Here.Count: > 0 } exact ? exact : Of([.. some], isHere);
    }

    /// <summary>Each return once.</summary>
    public static Scan Of(IReadOnlyList<ReturnView> found, Func<ReturnView, bool> isHere)
    {
        var each = found.DistinctBy(one => one.ReturnId).ToLookup(isHere);
        return new([.. each[true]], [.. each[false]]);
    }
}
