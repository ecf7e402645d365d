using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Products;

// All events of a product stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of a product.</summary>
public abstract record ProductEvent
{
    private protected ProductEvent() { }
}

/// <summary>The product system stated the data of this product, effective from a day.</summary>
public sealed record ProductStated(
    string Sku, int Revision, string Name, int? WarrantyMonths, ValueList<string> Accessories, bool HasDrive, bool IsLicense,
    bool PhasedOut, string? SuccessorSku, DateOnly EffectiveFrom, DateTimeOffset StatedAt)
    : ProductEvent, IRevised;

/// <summary>A product of the manufacturer's product table.</summary>
public abstract record Product : IState<Product, ProductEvent>
{
    private protected Product() { }

    /// <summary>Not in the table.</summary>
    public sealed record Unknown : Product;

    /// <summary>All statements so far, in the order of arrival.</summary>
    public sealed record Known(ValueList<ProductStated> Rows) : Product;

    /// <inheritdoc />
    public static Product Initial { get; } = new Unknown();

    /// <inheritdoc />
    public static Product Evolve(Product state, ProductEvent @event) => (state, @event) switch
    {
        (Known known, ProductStated stated) => new Known([.. known.Rows, stated]),
        (_, ProductStated stated) => new Known([stated]),
        _ => state,
    };

    /// <summary>The row effective on a policy-local day; null when there is none.</summary>
    public ProductStated? On(DateOnly day) => (this as Known)?.Rows
        .Where(row => row.EffectiveFrom <= day)
        .MaxBy(row => (row.EffectiveFrom, row.Revision));
}
