using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The warranty granted by a repair that was sent back (O2, A-21; rules 58–61).</summary>
/// <param name="From">The local day of the ship-back; null when nothing is granted.</param>
/// <param name="Through">Last covered local day, inclusive; null when nothing is granted.</param>
/// <param name="Decision">Approved only for a paid repair of a unit whose period had expired.</param>
public sealed record RepairWarranty(DateOnly? From, DateOnly? Through, Decision Decision)
{
    /// <summary>
    /// Whether a repair grants the extension: calendar months from the day of ship-back, clamped to the month's last day. A free repair
    /// grants none, nor does a paid one of an excluded unit whose period was still running.
    /// </summary>
    public static RepairWarranty Granted(PolicyVersion version, RepairWarrantyFacts facts)
    {
        var known = Facts.Known(
            ("paid", facts.Paid, "quote"), ("period had expired", facts.PeriodHadExpired, "coverage at issue"),
            ("shipped back on", facts.ShippedOn, "bench"));
        return facts switch
        {
            { Paid: false } => None(Outcome.No, "A free repair grants no months of its own.", []),
            { PeriodHadExpired: null } =>
                None(Outcome.Refer, "Whether the period had expired is not known.", ["end of the warranty period"]),
            { PeriodHadExpired: false } =>
                None(Outcome.No, "The period had not expired: a paid repair of an excluded unit grants none.", []),
            _ => Months(),
        };

        RepairWarranty None(Outcome outcome, string reason, ValueList<string> missing) => new(null, null, new Decision(
            outcome, version.Id, facts.ShippedOn, [Clauses.O2], reason, known, missing,
            outcome == Outcome.Refer ? "Knowing the end of the warranty period would settle it."
                : "Only a paid repair of an expired unit grants them.", null));

        RepairWarranty Months()
        {
            var months = version.Settings.RepairWarrantyMonths;
            var through = facts.ShippedOn.AddMonths(months);
            return new(facts.ShippedOn, through, new Decision(
                Outcome.Yes, version.Id, facts.ShippedOn, [Clauses.O2, Clauses.O1],
                FormattableString.Invariant(
                    $"A paid repair of an expired unit: {months} months of warranty, through {through.Iso()}."),
                known, [], null, through)
                .CountedFrom(version, FormattableString.Invariant($"ship-back date {facts.ShippedOn.Iso()} + {months} months")));
        }
    }
}

/// <summary>The facts of a repair when its unit is sent back.</summary>
/// <param name="Remedy">The remedy of the return.</param>
/// <param name="Paid">Whether it was done for an approved quote.</param>
/// <param name="PeriodHadExpired">Whether the issue date lay after the warranty period and every extension; null when not known.</param>
/// <param name="ShippedOn">Local date of the ship-back.</param>
public sealed record RepairWarrantyFacts(string Remedy, bool Paid, bool? PeriodHadExpired, DateOnly ShippedOn) : IDecidable
{
    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "repair-warranty";

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [RepairWarranty.Granted(version, this).Decision];
}
