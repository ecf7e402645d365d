using Rma.Policy;
using Rma.Receiving.ExpectedRmas;

namespace Rma.Receiving.Parcels;

/// <summary>Judges a parcel as of its dock scan (clauses P2, P3, P4). All three answers are stored facts (rule 19).</summary>
/// <param name="Number">The number on the outside, as known at the dock.</param>
public sealed record ScanParcel(ParcelScan Scan, ExpectedRma Number, PolicyBook Policy)
{
    public static IEnumerable<ParcelEvent> Decide(Parcel parcel, ScanParcel command) => parcel switch
    {
        Parcel.Scanned before => before.Scan.SaysTheSameAs(command.Scan) ? [] : throw ScanTimes.Conflict(),
        _ => [Judged(command, Facts(command, holdElapsed: false), command.Scan.RecordedAt)],
    };

    /// <summary>
    /// The corresponding decision on the number's own stream: a held parcel is stored with its number, so that the number and the parcel
    /// find each other in either order of arrival.
    /// </summary>
    public static IEnumerable<ExpectedRmaEvent> Decide(ExpectedRma number, ScanParcel command) =>
        !number.HeldParcels.Contains(command.Scan.ParcelId)
            && Judge(command, Facts(command with { Number = number },
            holdElapsed: false)) is DockJudgement.Held { Code: ParcelRefusals.UnknownNumber }
            ? [new ParcelHeldForNumber(command.Scan.ParcelId, command.Scan.ScannedAt, command.Scan.RecordedAt)]
            : [];

    internal static DockFacts Facts(ScanParcel command, bool holdElapsed) =>
        new(command.Scan.ScannedAt, Marking.Read(command.Scan.Marking), command.Scan.Freight, command.Number.Authorization(), holdElapsed,
            command.Scan.Clock is { IsUnreliable: true });

    internal static DockJudgement Judge(ScanParcel command, DockFacts facts) =>
        DockPolicy.Judge(command.Policy.InForceAt(command.Scan.JudgedAt), facts);

    internal static ParcelEvent Judged(ScanParcel command, DockFacts facts, DateTimeOffset now)
    {
        var (scan, number) = (command.Scan, command.Number);
        return Judge(command, facts) switch
        {
            DockJudgement.Accepted accepted =>
                new ParcelAccepted(scan, ((ExpectedRma.Expected)number).RmaId, scan.RmaNumber!, accepted.Decision, now, facts),
            DockJudgement.Held held => new ParcelHeld(
                scan, scan.RmaNumber!, now + held.HoldFor, held.Decision, facts, held.Code == ParcelRefusals.TimeImplausible ? held.Code
                    : null),
            DockJudgement.Refused refused => new ParcelRefused(scan, number.RmaId(), refused.Code, refused.Decision, now, facts),
            var other => throw new InvalidOperationException($"The policy knows no {other.GetType().Name}."),
        };
    }
}
