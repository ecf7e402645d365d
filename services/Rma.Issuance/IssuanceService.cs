using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Issuance.V1;
using Rma.Issuance.Accounts;
using Rma.Issuance.Products;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance;

/// <summary>Decides who may send what back, and drives every return to its end.</summary>
public static class IssuanceService
{
    /// <summary>The service, ready to run.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("issuance", args, SetUp);

    private static void SetUp(ServiceSetup service)
    {
        service.Services.AddSingleton(PolicyBook.Load()).AddScoped<IssueDesk>().AddScoped<RmaRegister>().AddScoped<ReturnSteps>();
        service
            .MigrationsOf<ReturnSaga>()
            .Stream<Account, AccountEvent>("account", (_, _) => [], ("account_stated", typeof(AccountStated)))
            .Stream<Product, ProductEvent>("product", (_, _) => [], ("product_stated", typeof(ProductStated)))
            .Stream<Unit, UnitEvent>("unit", UnitNews.Of,
                ("unit_shipment_recorded", typeof(UnitShipmentRecorded)),
                ("unit_purchase_recorded", typeof(UnitPurchaseRecorded)),
                ("license_activation_recorded", typeof(LicenseActivationRecorded)),
                ("remedy_opened", typeof(RemedyOpened)),
                ("remedy_closed", typeof(RemedyClosed)),
                ("unit_credited", typeof(UnitCredited)))
            .Stream<ReturnAuthorization, RmaEvent>("rma", RmaNews.Of,
                ("rma_issued", typeof(Rmas.RmaIssued)),
                ("rma_denied", typeof(Rmas.RmaDenied)),
                ("rma_referred", typeof(Rmas.RmaReferred)),
                ("rma_cancelled", typeof(Rmas.RmaCancelled)),
                ("line_arrived", typeof(LineArrived)),
                ("line_closed", typeof(LineClosed)))
            .Stream<Return, ReturnEvent>("return", (_, _) => [],
                ("return_moved", typeof(ReturnMoved)),
                ("return_noted", typeof(ReturnNoted)))
            .OnAppended<RmaRegister, ReturnAuthorization, RmaEvent>()
            .FeedConsumer<AccountChangedConsumer>()
            .FeedConsumer<ProductChangedConsumer>()
            .FeedConsumer<UnitShippedConsumer>()
            .FeedConsumer<UnitInvoicedConsumer>()
            .FeedConsumer<LicenseActivatedConsumer>()
            .Saga<ReturnSaga, ReturnState>()
            .PublicNews<Contracts.Issuance.V1.RmaIssued>()
            .PublicNews<Contracts.Issuance.V1.RmaDenied>()
            .PublicNews<Contracts.Issuance.V1.RmaReferred>()
            .PublicNews<Contracts.Issuance.V1.RmaCancelled>()
            .PublicNews<RmaExpired>()
            .PublicNews<ReturnClosed>()
            .Routes(routes =>
            {
                routes.MapRequestRma();
                routes.MapCancelRma();
                routes.MapShowReturn();
            });
    }
}
