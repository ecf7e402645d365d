using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>What the records of <c>Rma.Contracts</c> say of themselves: their XML documentation, as Markdown in one line.</summary>
internal static class ContractDocs
{
    private static readonly Dictionary<string, XElement> Written = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Rma.Contracts.xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Members that mean the same in every message and are not described in each.</summary>
    private static readonly Dictionary<string, string> Everywhere = new(StringComparer.Ordinal)
    {
        ["RmaId"] = "The authorization; its number is `rmaNumber`.",
        ["RmaNumber"] = "The number marked on the carton, `RMA-XXXXXX-C` with a check symbol.",
        ["Line"] = "The line of the authorization, from 1.",
        ["RmaLine"] = "The line of the authorization, from 1.",
        ["ReturnId"] = "One returned line; derived from RMA number and line.",
        ["AccountId"] = "The account system's number of the account.",
        ["SerialNumber"] = "The serial number.",
        ["Sku"] = "The product system's number of the product.",
        ["Clauses"] = "The clauses of the policy that decided.",
        ["PolicyVersion"] = "The version of the policy that decided.",
        ["Reason"] = "The reason, in a sentence.",
        ["Remedy"] = "What was asked for.",
        ["RepairJobId"] = "The job on the bench.",
        ["QuoteVersion"] = "1 for the first quote of the job, higher for each that replaced it.",
        ["CreditCaseId"] = "The question what the returned line is worth.",
        ["ChargeCaseId"] = "The question what its requester has to pay.",
        ["CreditId"] = "Derived from the return; the business key.",
        ["ChargeId"] = "Derived from the return; the business key.",
        ["ParcelId"] = "One carton at the dock.",
        ["Site"] = "Where the dock is.",
        ["Carrier"] = "The carrier.",
        ["TrackingNumber"] = "From the carrier's label.",
        ["WeightKg"] = "Kilograms, to the gram.",
        ["Cartons"] = "The number of cartons of the shipment.",
        ["Currency"] = "ISO 4217.",
        ["Amount"] = "In the currency beside it, with its minor units.",
        ["InvoiceId"] = "The order system's number of the invoice.",
        ["PurchaseOrderId"] = "The order system's number of the order.",
        ["MissingFacts"] = "The facts whose absence keeps it from being decided.",
        ["IsLicense"] = "A license has a code instead of a serial number and no parcel.",
        ["HasDrive"] = "Whether it records on a drive of its own.",
        ["Kind"] = "What it is.",
        ["Lines"] = "The lines.",
    };

    public static string? Of(Type record) => Find(record) is { } found ? Text(found.Element("summary")) : null;

    /// <param name="member">By its name in C#.</param>
    public static string? Of(Type record, string member) =>
        Text(Find(record)?.Elements("param").FirstOrDefault(param => param.Attribute("name")?.Value == member))
        ?? Text(Written.GetValueOrDefault($"P:{record.FullName}.{member}")?.Element("summary")) ?? Everywhere.GetValueOrDefault(member);

    private static XElement? Find(Type record) => Written.GetValueOrDefault($"T:{record.FullName}");

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "paramref" } named => Code(JsonNamingPolicy.CamelCase.ConvertName(named.Attribute("name")!.Value)),
            XElement { Name.LocalName: "see" } see => Code(Shown(see.Attribute("cref")!.Value)),
            XElement other => Code(other.Value),
            _ => "",
        }));
        return Regex.Replace(text, @"\s+", " ").Trim();
    }

    private static string Code(string text) => $"`{text}`";

    // A type by its name, a member with its type before it.
    private static string Shown(string cref) =>
        string.Join('.', cref[2..].Split('.')[cref.StartsWith("T:", StringComparison.Ordinal) ? ^1.. : ^2..]);
}
