using MassTransit;
using Rma.Contracts.Products.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Messaging;

namespace Rma.Issuance.Products;

/// <summary>Takes what the product system says, in any order, repeats and corrections included.</summary>
public sealed record StateProduct(ProductStated Row)
{
    public static IEnumerable<ProductEvent> Decide(Product product, StateProduct command) => Revisions.Take(
        product is Product.Known known ? known.Rows : [], command.Row,
        (earlier, stated) => earlier with { StatedAt = stated.StatedAt } == stated);
}

internal sealed class ProductChangedConsumer(Streams<Product, ProductEvent> products, TimeProvider clock) : IConsumer<ProductChanged>
{
    public Task Consume(ConsumeContext<ProductChanged> context)
    {
        var said = context.Message;
        if (said.WarrantyMonths is < 0 or > 600) throw new QuarantineException("feed.invalid", $"The warranty term is {said.WarrantyMonths} months.");
        if (said.Accessories.Length > 50) throw new QuarantineException("feed.invalid", "The bill of accessories has more than 50 entries.");
        var command = new StateProduct(new ProductStated(
            FeedChecks.Name(said.Sku, "SKU"), FeedChecks.Revision(said.Revision), FeedChecks.Name(said.Name, "product's name"), said.WarrantyMonths,
            [.. said.Accessories.Select(accessory => FeedChecks.Name(accessory, "accessory"))], said.HasDrive, said.IsLicense, said.PhasedOut,
            said.SuccessorSku is null ? null : FeedChecks.Name(said.SuccessorSku, "successor"), FeedChecks.Day(said.EffectiveFrom, clock, "effective date"), clock.GetUtcNow()));
        return products.Append(command.Row.Sku, product => StateProduct.Decide(product, command), context.CancellationToken);
    }
}
