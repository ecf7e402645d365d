using Rma.Contracts.Accounts.V1;
using Rma.Contracts.Finance.V1;
using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair;
using Rma.Contracts.Repair.V1;
using Rma.Policy;
using PolicyChargeLine = Rma.Policy.ChargeLine;
using PolicyCreditLine = Rma.Policy.CreditLine;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>The words that a text member of a public message may have, where the list is closed.</summary>
internal static class Vocabularies
{
    // What an analyst takes off for damage is no line of the policy.
    private static readonly string[] CreditLines = [.. Words(typeof(PolicyCreditLine)), "damage-fee"];

    private static readonly string[] Bases = ["warranty", "repair-extension", "none"];

    /// <summary>Null when any text is taken.</summary>
    /// <param name="member">By its name in C#.</param>
    public static IReadOnlyList<string>? Of(Type record, string member) => (record.Name, member) switch
    {
        (nameof(AccountChanged) or nameof(AccountStated), nameof(AccountChanged.Role)) => AccountRoles.All,
        (_, nameof(RmaIssued.Remedy)) => Remedies.All,
        (nameof(ReturnClosed) or nameof(LineClosed), nameof(ReturnClosed.Outcome)) => Words(typeof(Outcomes)),
        (nameof(UnitShippedBack), nameof(UnitShippedBack.Outcome)) => [Outcomes.Repaired, Outcomes.NoFaultFound],
        (nameof(ReturnMoved), nameof(ReturnMoved.To)) => ReturnStates.All,
        (nameof(ReturnMoved), nameof(ReturnMoved.From)) => ["Initial", .. ReturnStates.All],
        (nameof(RequestEnded), nameof(RequestEnded.How)) => [RmaStates.Withdrawn, RmaStates.Lapsed],
        (nameof(WarrantyCoverage), nameof(WarrantyCoverage.Basis)) => Bases,
        (nameof(UnitCondition), nameof(UnitCondition.SerialLabel)) => SerialLabels.All,
        (nameof(ParcelRefused), nameof(ParcelRefused.Code)) => Words(typeof(ParcelRefusals)),
        (nameof(UnexpectedUnitQuarantined), nameof(UnexpectedUnitQuarantined.Kind)) => Words(typeof(UnlistedKinds)),
        (nameof(QuarantinedUnitSettled), nameof(QuarantinedUnitSettled.Outcome)) =>
            [QuarantineStates.Released, QuarantineStates.Scrapped, QuarantineStates.Misread],
        (nameof(UnitReplaced), nameof(UnitReplaced.Kind)) => Words(typeof(ReplacementKinds)),
        (nameof(UnitReturnedUnrepaired), nameof(UnitReturnedUnrepaired.Because)) => Words(typeof(ReasonsUnrepaired)),
        (nameof(PolicyCreditLine) or nameof(CreditNoteLine), "Kind") => CreditLines,
        (nameof(PolicyChargeLine) or nameof(ChargeNoteLine), "Kind") => Words(typeof(PolicyChargeLine)),
        _ => null,
    };

    private static string[] Words(Type constants) =>
        [.. constants.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];
}
