using Rma.Testing;

namespace Rma.Platform.Tests.Access;

/// <summary>Role × route of all services is what was reviewed.</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class AccessMatrixTests
{
    private static readonly string[] Kinds = ["account: ", "site: ", "link: ", "all: "];

    private static string Matrix => House.File("tests", "Rma.Platform.Tests", "Access", "access-matrix.txt");

    [Fact]
    public async Task S10_who_may_call_what_is_what_was_reviewed()
    {
        var now = await AccessMatrix.OfServices();
        Assert.True(now.Count > 150, $"only {now.Count} routes were found");
        Assert.Equal(10, AccessMatrix.AllRoles.Count);
        var reviewed = AccessMatrix.Read(Matrix);
        Attack.Tried(Attack.OnDoors, now.Count * (AccessMatrix.AllRoles.Count + 1), AccessMatrix.LetInUnreviewed(now, reviewed));
        GeneratedFile.AssertHolds(Matrix, AccessMatrix.Page(AccessMatrix.WithReview(now, reviewed)));
    }

    [Fact]
    public void S10_a_route_that_names_an_object_says_whose_objects_are_reached() => Assert.Empty(AccessMatrix.Read(Matrix)
        .Where(line => line.NamesAnObject && !Kinds.Any(kind => line.Objects.StartsWith(kind, StringComparison.Ordinal)
            && line.Objects.Length > kind.Length + 5))
        .Select(line => $"{line.Key}: '{line.Objects}' is none of {string.Join('/', Kinds)} with a word about it"));

    // A partner is the one role that is bound to an account: what it reaches by address must be checked by it, or be nobody's.
    [Fact]
    public void S10_what_a_partner_reaches_is_its_own_or_belongs_to_nobody() => Assert.Empty(AccessMatrix.Read(Matrix)
        .Where(line => line.NamesAnObject && line.Roles.Split(' ').Contains(ServiceDefaults.Roles.Partner)
            && !line.Objects.StartsWith("account: ", StringComparison.Ordinal)).Select(line => line.Key));

    [Fact]
    public void S10_nobody_without_a_role_and_no_auditor_changes_anything() => Assert.Empty(AccessMatrix.Read(Matrix)
        .Where(line => line.Roles.Split(' ').Contains("no-role") || line.Roles.Length == 0
            || line.Roles.Split(' ').Contains(ServiceDefaults.Roles.Auditor) && !IsReading(line.Route))
        .Select(line => line.Key));

    // POSTs that only ask.
    private static bool IsReading(string route) => route.StartsWith("GET ", StringComparison.Ordinal)
        || route is "POST /what-if" or "POST /policy/check" or "POST /policy/impact";
}
