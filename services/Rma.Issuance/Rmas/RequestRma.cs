using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

/// <summary>Product facts of an authorized line.</summary>
public sealed record LineProduct(
    string Item, string? Sku, bool IsLicense, bool HasDrive, ValueList<string> Accessories, Coverage? Coverage = null,
    string? Grade = null);

/// <summary>Decides a request for an RMA number with the policy in force (clauses P1, P2, P4 and those of the remedy).</summary>
/// <param name="Number">The number to issue when the request is approved.</param>
public sealed record RequestRma(
    RmaRequest Request, RmaNumber Number, PolicyVersion Policy, IssuanceFacts Facts, ValueList<LineProduct> Products, DateTimeOffset Now)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, RequestRma command) => rma switch
    {
        ReturnAuthorization.NotRequested => [command.Answer()],
        // A repeat without new facts: nothing to record.
        ReturnAuthorization.Referred { Referral: var before } =>
            command.Answer() is var answer && SaysTheSame(before, answer) ? [] : [answer],
        _ => [],
    };

    private static bool SaysTheSame(RmaReferred before, RmaEvent answer) =>
        answer is RmaReferred again && again.Code == before.Code && again.Decision.MissingFacts.Equals(before.Decision.MissingFacts)
        && again.Lines.Select(line => (line.Item, line.Code, line.Outlook.Reason))
            .SequenceEqual(before.Lines.Select(line => (line.Item, line.Code, line.Outlook.Reason)));

    private RmaEvent Answer()
    {
        var decision = IssuancePolicy.Decide(Policy, Facts);
        var declined = Declined(decision);
        return decision.Overall.Outcome switch
        {
            Outcome.Yes =>
                new RmaIssued(Request, Number.ToString(), Now, decision.ValidThrough!.Value, Authorized(decision), declined,
                decision.Overall, Facts),
            Outcome.No => new RmaDenied(Request, decision.Code!, Now, declined, decision.Overall, Facts),
            _ => new RmaReferred(Request, decision.Code!, Now, declined, decision.Overall, Facts),
        };
    }

    private ValueList<AuthorizedLine> Authorized(IssuanceDecision decision) =>
    [
        .. decision.Lines.Where(line => line.Decision.Outcome == Outcome.Yes).Select((line, index) =>
        {
            var product = Products.Single(known => known.Item == line.Item);
            return new AuthorizedLine(
                index + 1, ReturnIds.Of(Number.ToString(), index + 1), line.Item, product.Sku, product.IsLicense, product.HasDrive,
                product.Accessories, line.Decision, Remedies.IsCredit(Request.Remedy) ? null
                    : product.Coverage, Remedies.IsCredit(Request.Remedy) ? null : product.Grade);
        }),
    ];

    private static ValueList<DeclinedLine> Declined(IssuanceDecision decision) =>
        [.. decision.Lines.Where(line => line.Decision.Outcome != Outcome.Yes)
            .Select(line => new DeclinedLine(line.Item, line.Code, line.Decision))];
}

/// <summary>Ids of returns.</summary>
public static class ReturnIds
{
    /// <summary>The same RMA number and line always give the same return id.</summary>
    public static Guid Of(string rmaNumber, int line) => NameBasedId.Of($"return/{rmaNumber}/{line}");
}
