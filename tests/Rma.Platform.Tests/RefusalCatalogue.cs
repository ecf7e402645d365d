using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rma.Platform.Tests;

/// <summary>One code with what it answers, as it stands in the source.</summary>
/// <param name="Kind">HTTP status, <c>dead letter</c>, or <c>decision</c> where the policy decides no or refers.</param>
/// <param name="Text">The sentence; <c>…</c> stands for what is filled in. Empty where the policy's findings make it.</param>
/// <param name="Clauses">Clauses that the refusal itself cites.</param>
internal sealed record Refusal(string Code, string Kind, string Text, IReadOnlyList<string> Clauses)
{
    public string Cited => string.Join(", ", Clauses.Distinct().Order(StringComparer.Ordinal));
}

/// <summary>Reads every refusal code out of the source of services and shared libraries.</summary>
internal static partial class RefusalCatalogue
{
    public static IReadOnlyList<Refusal> OfSource() =>
    [
        .. Directory.EnumerateFiles(House.File("services"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(House.File("shared"), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .SelectMany(Of)
            .GroupBy(refusal => (refusal.Code, refusal.Kind))
            .Select(same => same.First() with
            {
                Text = string.Join(" / ", same.Select(one => one.Text).Where(text => text.Length > 0).Distinct()),
                Clauses = [.. same.SelectMany(one => one.Clauses)],
            })
            .OrderBy(refusal => refusal.Code, StringComparer.Ordinal).ThenBy(refusal => refusal.Kind, StringComparer.Ordinal),
    ];

    public static string Page(IReadOnlyList<Refusal> refusals)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Refusal codes

            What a caller can be told, by code. Codes are stable: a program may depend on them, not on the sentences (`…` stands for
            what is filled in). 4xx and 5xx are HTTP statuses of problem details (`code`); *dead letter* is why a message could not be
            used; *decision* is the code of a decision of the policy: a denial or a referral, with what would change it.
            This page is generated from the source by `RefusalCatalogueTests`; {refusals.Count} entries.

            | code | kind | clauses | text |
            |---|---|---|---|

            """);
        foreach (var refusal in refusals)
        {
            var text = refusal.Text.Replace("|", "\\|", StringComparison.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"| `{refusal.Code}` | {refusal.Kind} | {refusal.Cited} | {text} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<Refusal> Of(string file)
    {
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
        var constants = root.DescendantNodes().OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables)
            .Where(variable => variable.Initializer?.Value.IsKind(SyntaxKind.StringLiteralExpression) == true)
            .DistinctBy(variable => variable.Identifier.Text)
            .ToDictionary(variable => variable.Identifier.Text, variable => variable.Initializer!.Value);
        return root.DescendantNodes().SelectMany(node => Of(node, expression =>
            expression is IdentifierNameSyntax known && constants.TryGetValue(known.Identifier.Text, out var constant)
                ? ((LiteralExpressionSyntax)constant).Token.ValueText : null));
    }

    /// <summary>The refusals that one expression makes.</summary>
    /// <param name="constantOf">The text of a named constant; null when it is none.</param>
    public static IEnumerable<Refusal> Of(SyntaxNode node, Func<ExpressionSyntax, string?> constantOf)
    {
        var (name, arguments) = node switch
        {
            ObjectCreationExpressionSyntax made => (made.Type.ToString(), made.ArgumentList),
            ImplicitObjectCreationExpressionSyntax made => (TypeOf(made), made.ArgumentList),
            InvocationExpressionSyntax called => (called.Expression.ToString(), called.ArgumentList),
            _ => ("", null),
        };
        if (arguments is null || KindOf(name, arguments) is not { } kind) yield break;
        ExpressionSyntax[] values =
        [
            .. arguments.Arguments.Select(argument => constantOf(argument.Expression) is { } constant
                ? SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(constant))
                : argument.Expression),
        ];
        SyntaxNode? ClausesAfter(int at) => name.StartsWith("Finding.", StringComparison.Ordinal) ? values.ElementAtOrDefault(at + 1)
            : (node as BaseObjectCreationExpressionSyntax)?.Initializer;
        foreach (var (code, at) in CodesOf(name, values))
            yield return new(code, kind, TextOf(name, values[(at + 1)..]), [.. ClausesIn(ClausesAfter(at))]);
    }

    private static string? KindOf(string name, ArgumentListSyntax arguments) => name switch
    {
        "RefusedException" => "409",
        "InvalidInputException" => "400",
        "DeadLetterException" or "Messaging.DeadLetterException" or "MessageValidator" => "dead letter",
        "Finding.No" => "decision: no",
        "Finding.Refer" or "Finding.Unknown" => "decision: referred",
        "Problems.NotFound" or "NotFound" => "404",
        "Problems.Problem" or "Problem" =>
            Status().Match(arguments.Arguments.FirstOrDefault()?.ToString() ?? "") is { Success: true } status ? status.Value : null,
        _ => null,
    };

    // The code is the first literal that looks like one; "not found" appends its own ending.
    private static IEnumerable<(string Code, int At)> CodesOf(string name, ExpressionSyntax[] values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            var texts = values[at].DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>()
                .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(literal => literal.Token.ValueText).ToArray();
            if (name.EndsWith("NotFound", StringComparison.Ordinal))
            {
                foreach (var what in texts) yield return ($"{what}.not-found", at);
                yield break;
            }

            var codes = texts.Where(text => Code().IsMatch(text)).ToArray();
            if (codes.Length == 0) continue;
            foreach (var code in codes) yield return (code, at);
            yield break;
        }
    }

    // What `new(…)` makes: the type that the method or property around it returns.
    private static string TypeOf(SyntaxNode node) => node.Ancestors().Select(around => around switch
    {
        MethodDeclarationSyntax method => method.ReturnType.ToString(),
        LocalFunctionStatementSyntax method => method.ReturnType.ToString(),
        PropertyDeclarationSyntax property => property.Type.ToString(),
        _ => null,
    }).FirstOrDefault(type => type is not null)?.TrimEnd('?') ?? "";

    private static string TextOf(string name, ExpressionSyntax[] after) => name switch
    {
        "Finding.Unknown" => "The … is not known.",
        "Finding.No" or "Finding.Refer" => after.Length > 1 ? TextOf(after[1]) : "",
        "MessageValidator" => "Names the member that is wrong, what was found and what is wanted.",
        _ => after.Length > 0 ? TextOf(after[0]) : "",
    };

    private static string TextOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part =>
            part is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : "…")),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => TextOf(sum.Left) + TextOf(sum.Right),
        ConditionalExpressionSyntax either => $"{TextOf(either.WhenTrue)} / {TextOf(either.WhenFalse)}",
        _ => "…",
    };

    private static IEnumerable<string> ClausesIn(SyntaxNode? node) =>
        node?.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Expression.ToString() is "Clauses" or "Policy.Clauses")
            .Select(access => access.Name.ToString()) ?? [];

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$")]
    private static partial Regex Code();

    [GeneratedRegex("[1-5][0-9]{2}")]
    private static partial Regex Status();
}
