using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Who may ask, for what, and what is common to every item of a request.</summary>
internal static class RequestQuestions
{
    public static Guid Grant { get; } = Guid.Parse("11111111-2222-3333-4444-555555555555");

    public static IEnumerable<Question> All =>
    [
        .. Remedies.All.Append("refund").SelectMany(remedy => Requesters.Of(remedy, Asks(remedy, Unit(remedy)), Answer)),
        .. Remedies.All.SelectMany(remedy => Items.Of(remedy, Unit(remedy), line => Answer(Asks(remedy, line)))),
        .. Together.Of("several items", Request(Camera), Answer),
    ];

    public static string Answer(IssuanceFacts facts) => Wording.Of(IssuancePolicy.Decide(Us, facts));

    /// <summary>The item that a remedy is usually asked for.</summary>
    public static LineFacts Unit(string remedy) => remedy switch
    {
        Remedies.OtcExchange => Exchanged,
        Remedies.PaidRepair => Defective with { WarrantyMonths = 6, ShippedOn = ShipDay },
        _ => Defective,
    };

    private static Variants<IssuanceFacts> Requesters => new()
    {
        { "as usual", facts => facts },
        { "by ticket", facts => facts with { ByTicket = true } },
        { "account unknown", facts => facts with { Account = null } },
        { "role unknown", facts => facts with { Account = new(null, true) } },
        { "authorization unknown", facts => facts with { Account = new("distributor", null) } },
        { "not authorized", facts => facts with { Account = new("distributor", false) } },
        { "an integrator", facts => facts with { Account = new("integrator", true) } },
        { "an end-user", facts => facts with { Account = new("end-user", true) } },
        { "an end-user, not authorized", facts => facts with { Account = new("end-user", false) } },
        { "an end-user, by the first edition", facts => facts with { Account = new("end-user", false), Edition = RuleEdition.First } },
        { "by the first edition", facts => facts with { Edition = RuleEdition.First } },
    };

    private static Variants<LineFacts> Items => new()
    {
        { "product unknown", line => line with { Sku = null } },
        { "sold to another", line => line with { SoldToThisAccount = false } },
        { "sale unknown", line => line with { SoldToThisAccount = null } },
        { "open elsewhere", line => line with { OpenRmaNumber = "RMA-234567-8" } },
        { "credited before", line => line with { AlreadyCredited = true } },
        { "replaced", line => line with { ReplacedBy = "R-77" } },
        { "open, credited and replaced", line => line with
            { OpenRmaNumber = "RMA-234567-8", AlreadyCredited = true, ReplacedBy = "R-77" } },
        { "no defect reported", line => line with { DefectReported = false } },
        { "a license", line => line with { IsLicense = true } },
        { "a contradiction", line => line with { Contradictions = ["Shipment 1 says CAM-2, invoice 2 says CAM-3."] } },
        { "no contradictions", line => line with { Contradictions = [] } },
        { "a contradiction, open elsewhere", line => line with { Contradictions = ["A and B."], OpenRmaNumber = "RMA-234567-8" } },
        { "has a drive", line => line with { HasDrive = true } },
        { "with its successor", line => line with { PhasedOut = true, SuccessorSku = "EZN1340" } },
    };

    private static Variants<IssuanceFacts> Together => new()
    {
        { "one good, one bad", _ => Request(Camera, Credited) },
        { "two bad for different reasons", _ => Request(Credited, Activated) },
        { "two bad for the same reason", _ => Request(Credited, Credited with { Item = "S3" }) },
        { "one open, one bad", _ => Request(Camera with { InvoiceDate = null }, Credited) },
        { "two open for different reasons", _ =>
            Request(Camera with { InvoiceDate = null }, Camera with { Item = "S3", NetPrice = null }) },
        { "two open for the same reason", _ => Request(Camera with { Sku = null }, Camera with { Item = "S3", Sku = null }) },
        { "two good", _ => Request(Camera, License) },
        { "one open, one good", _ => Request(Camera with { InvoiceDate = null }, License) },
        { "a ticket for two", _ => Asks(Remedies.WarrantyRepair, Defective) with { ByTicket = true, Lines = [Defective, Credited] } },
    };
}
