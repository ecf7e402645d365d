using MassTransit;
using Rma.Contracts.Products.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Messaging;

namespace Rma.Issuance.Products;

/// <summary>Records a statement of the product system, in any order, including repeats and corrections.</summary>
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
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        if (said.WarrantyMonths is < 0 or > 600)
            throw check.Bad($"The warranty term (warrantyMonths) is {said.WarrantyMonths} months; 0 to 600 are taken.");
        check.Few(said.Accessories, 0, 50, "bill of accessories");
        var command = new StateProduct(new ProductStated(
            check.Id(said.Sku, "SKU"), check.Revision(said.Revision), check.Name(said.Name, "product's name"), said.WarrantyMonths,
            [.. said.Accessories.Select(accessory => check.Name(accessory, "accessory"))], said.HasDrive, said.IsLicense, said.PhasedOut,
            check.IdOrNone(said.SuccessorSku, "successor"), check.Day(said.EffectiveFrom, "effective date"), clock.GetUtcNow()));
        return products.Append(command.Row.Sku, product => StateProduct.Decide(product, command), context.CancellationToken);
    }
}
