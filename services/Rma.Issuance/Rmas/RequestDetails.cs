using System.Net.Mail;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

/// <summary>A requester's data about one item.</summary>
/// <param name="Item">A serial number or license code; with a <paramref name="Quantity"/> the pieces are chosen by the service.</param>
/// <param name="ReasonCode">One of <see cref="ReasonCodes.All"/>; null when none is given.</param>
/// <param name="Defect">In the requester's words; null when the description of the whole request applies.</param>
/// <param name="Sku">The product; needed with a quantity, and when several products share the serial number.</param>
/// <param name="Quantity">How many of a product without serial numbers, 1 to 200.</param>
public sealed record RequestedLine(
    string? Item = null, string? ReasonCode = null, string? Defect = null, string? Sku = null, int? Quantity = null);

/// <summary>The contact person.</summary>
public sealed record Contact(string? Name = null, string? Email = null, string? Phone = null);

/// <summary>Where the items are sent from.</summary>
/// <param name="Country">ISO 3166-1, two letters.</param>
public sealed record ShipFrom(
    string Street, string City, string Country, string? Name = null, string? Street2 = null, string? Region = null,
    string? PostalCode = null);

/// <summary>Data of a request without influence on the decision: validated, stored and shown.</summary>
/// <param name="Reference">The requester's own number.</param>
/// <param name="OriginalOrder">The order the items were bought with.</param>
/// <param name="OriginalInvoice">The invoice of the items.</param>
public sealed record RequestDetails(
    string? Reference = null, string? OriginalOrder = null, string? OriginalInvoice = null, Contact? Contact = null,
    ShipFrom? ShipFrom = null)
{
    /// <summary>The details as stored; null when none were given.</summary>
    /// <exception cref="InvalidInputException">A value is too long, has several lines, or is not an e-mail address or
    /// country.</exception>
    public RequestDetails? Checked()
    {
        var kept = new RequestDetails(
            Line(Reference, 64, "reference"), Line(OriginalOrder, 64, "original order"), Line(OriginalInvoice, 64, "original invoice"),
            Checked(Contact), Checked(ShipFrom));
        return kept == new RequestDetails() ? null : kept;
    }

    /// <summary>The data about each item, each item once.</summary>
    /// <exception cref="InvalidInputException">A reason is not in the list, or a text is too long.</exception>
    public static ValueList<RequestedLine>? Checked(RequestedLine[] lines) => lines.Length == 0 ? null :
    [
        .. lines.Select(line => new RequestedLine(
            line.Quantity is null ? AskingAccount.Item(line.Item) : null,
            line.ReasonCode is not { } code || ReasonCodes.All.Contains(code) ? line.ReasonCode
                : throw new InvalidInputException("rma.reason-unknown", $"The reason is one of: {string.Join(", ", ReasonCodes.All)}."),
            Defect(line.Defect), line.Sku is null ? null : AskingAccount.Item(line.Sku), Quantity(line))),
    ];

    private static int? Quantity(RequestedLine line) => line switch
    {
        { Quantity: null } => null,
        { Item: not null } =>
            throw new InvalidInputException(
            "rma.quantity-malformed", "A quantity is asked for of a product without serial numbers; name no item."),
        { Sku: null } => throw new InvalidInputException("rma.quantity-malformed", "Name the product of which so many come back."),
        { Quantity: >= 1 and <= 200 } => line.Quantity,
        _ => throw new InvalidInputException("rma.quantity-malformed", "A quantity is 1 to 200."),
    };

    /// <exception cref="InvalidInputException">Longer than 500.</exception>
    public static string? Defect(string? defect) => defect is { Length: > 500 }
        ? throw new InvalidInputException("rma.defect-too-long", "Describe the defect in at most 500 characters.")
        : string.IsNullOrWhiteSpace(defect) ? null : defect.Trim();

    private static Contact? Checked(Contact? contact)
    {
        if (contact is null) return null;
        var kept = new Contact(Line(contact.Name, 100, "contact's name"), Line(contact.Email, 254, "contact's e-mail address"),
            Line(contact.Phone, 40, "contact's phone number"));
        if (kept.Email is { } email && !(MailAddress.TryCreate(email, out var read) && read.Address == email))
            throw new InvalidInputException("rma.email-malformed", "The contact's e-mail address is none.");
        return kept == new Contact() ? null : kept;
    }

    private static ShipFrom? Checked(ShipFrom? from)
    {
        if (from is null) return null;
        var country = Line(from.Country, 2, "country")?.ToUpperInvariant();
        if (country is not { Length: 2 } || !country.All(char.IsAsciiLetterUpper))
            throw new InvalidInputException("rma.country-malformed", "The country is two letters, as in ISO 3166-1.");
        return new(
            Line(from.Street, 100, "street") ?? throw Missing("street"), Line(from.City, 100, "city")
                ?? throw Missing("city"), country, Line(from.Name, 100, "name"),
            Line(from.Street2, 100, "second address line"), Line(from.Region, 100, "region"), Line(from.PostalCode, 20, "postal code"));
    }

    private static InvalidInputException Missing(string what) =>
        new("rma.ship-from-incomplete", $"The address the items are sent from has no {what}.");

    private static string? Line(string? text, int longest, string what) => string.IsNullOrWhiteSpace(text) ? null
        : text.Trim() is var kept && kept.Length <= longest && !kept.Any(char.IsControl) ? kept
        : throw new InvalidInputException("rma.detail-malformed", $"The {what} is one line of at most {longest} characters.");
}
