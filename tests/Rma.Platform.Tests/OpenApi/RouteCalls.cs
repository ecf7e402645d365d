using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>A route as it stands in the source, and the refusals of all code that can run behind it.</summary>
/// <param name="Place">File and line of the call that maps it.</param>
/// <param name="Names">Operation ids that the chain names; one unless it is mapped in a loop.</param>
/// <param name="Refused">Codes with their HTTP status.</param>
/// <param name="Decided">Codes of the policy's decisions, which a route may answer with as well.</param>
internal sealed record RouteCalls(
    string Place, IReadOnlyList<string> Names, IReadOnlySet<(int Status, string Code)> Refused, IReadOnlySet<string> Decided);

/// <summary>
/// Follows the calls behind every route through the source of services and shared libraries. What is called through an interface or a
/// container is not followed.
/// </summary>
internal sealed class RouteScan
{
    private const string GlobalUsings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private readonly CSharpCompilation compilation;
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];

    /// <param name="folders">Folders whose source is read.</param>
    /// <param name="libraries">Assemblies that the source refers to.</param>
    public RouteScan(IEnumerable<string> folders, IEnumerable<string> libraries) => compilation = CSharpCompilation.Create(
        "routes",
        folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")
                && !file.EndsWith("Program.cs", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings)),
        libraries.Select(file => MetadataReference.CreateFromFile(file)));

    /// <summary>Every route of the source.</summary>
    public IEnumerable<RouteCalls> Routes() =>
        from tree in compilation.SyntaxTrees
        from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "MapGet" or "MapPost" or "MapPut" or "MapDelete" }
        select Of(call);

    private RouteCalls Of(InvocationExpressionSyntax call)
    {
        // The whole chain: filters that are added to the route refuse as well.
        SyntaxNode chain = call;
        while (chain.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }) chain = next;
        var at = call.GetLocation().GetLineSpan();
        var refused = new HashSet<(int, string)>();
        var decided = new HashSet<string>(StringComparer.Ordinal);
        Follow(chain, [], refused, decided);
        var names = chain.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
            .Where(one => one.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "WithName" })
            .Select(one => one.ArgumentList.Arguments[0].Expression.ToString().Trim('"')).ToArray();
        return new($"{at.Path}:{at.StartLinePosition.Line + 1}", names, refused, decided);
    }

    private void Follow(SyntaxNode body, HashSet<ISymbol> seen, HashSet<(int, string)> refused, HashSet<string> decided)
    {
        var model = ModelOf(body.SyntaxTree);
        foreach (var node in body.DescendantNodesAndSelf())
        {
            foreach (var refusal in RefusalCatalogue.Of(node, expression => model.GetConstantValue(expression).Value as string))
            {
                if (int.TryParse(refusal.Kind, CultureInfo.InvariantCulture, out var status)) refused.Add((status, refusal.Code));
                else if (refusal.Kind.StartsWith("decision", StringComparison.Ordinal)) decided.Add(refusal.Code);
            }

            if (node is not (ExpressionSyntax or ConstructorInitializerSyntax) || Called(model, node) is not { } symbol
                || !seen.Add(symbol)) continue;
            foreach (var declared in symbol.DeclaringSyntaxReferences.SelectMany(reference => Bodies(reference.GetSyntax())))
                Follow(declared, seen, refused, decided);
        }
    }

    // A primary constructor is declared by its whole type, but only runs the initializers.
    private static IEnumerable<SyntaxNode> Bodies(SyntaxNode declared) => declared is not TypeDeclarationSyntax type ? [declared]
        : type.Members.Where(member => member is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null });

    private static ISymbol? Called(SemanticModel model, SyntaxNode node)
    {
        if (node is not (InvocationExpressionSyntax or SimpleNameSyntax or BaseObjectCreationExpressionSyntax
            or BinaryExpressionSyntax or CastExpressionSyntax or ElementAccessExpressionSyntax or ConstructorInitializerSyntax))
            return null;
        var info = model.GetSymbolInfo(node);
        var symbol = info.Symbol ?? (info.CandidateSymbols.Length == 1 ? info.CandidateSymbols[0] : null);
        if (symbol is IMethodSymbol { ReducedFrom: { } whole }) symbol = whole;
        return symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol && symbol.OriginalDefinition is var original
            && original.DeclaringSyntaxReferences.Length > 0 ? original : null;
    }

    private SemanticModel ModelOf(SyntaxTree tree) =>
        models.TryGetValue(tree, out var known) ? known : models[tree] = compilation.GetSemanticModel(tree);
}
