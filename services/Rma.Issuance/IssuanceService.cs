using Rma.Contracts.Issuance.V1;
using Rma.Issuance.Accounts;
using Rma.Issuance.Disputes;
using Rma.Issuance.Documents;
using Rma.Issuance.Exchanges;
using Rma.Issuance.InvoiceLines;
using Rma.Issuance.Notices;
using Rma.Issuance.Orders;
using Rma.Issuance.Overrides;
using Rma.Issuance.People;
using Rma.Issuance.Products;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Issuance.Webhooks;
using Rma.Issuance.Work;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance;

/// <summary>The issuance service: decides return requests and runs the return process.</summary>
public static class IssuanceService
{
    /// <summary>The configured service.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("issuance", args, SetUp);

    private static void SetUp(ServiceSetup service)
    {
        var networks = new WebhookNetworks(service.Configuration, service.IsDevelopment);
        service.Services.AddSingleton(ReferralLapse.From(service.Configuration))
            .AddSingleton(PublicAddress.From(service.Configuration, service.IsDevelopment))
            .AddScoped<DisputeSubjects>().AddScoped<WorkSubjects>().AddPeople(service.Configuration);
        service.Services.AddScoped<IssueDesk>().AddScoped<RmaRegister>().AddScoped<FactFinder>()
            .AddScoped<ReplacementOrders>().AddScoped<PieceFinder>().AddScoped<EarlierStatements>()
            .AddScoped<ReturnPerformer>().AddScoped<ReturnStreams>().AddScoped<ReturnArrivals>().AddScoped<ReturnRows>()
            .AddScoped<Biographies>().AddScoped<NoticeBoard>().AddScoped<Papers>()
            .AddSingleton(new WebhookTargets(service.Configuration, networks, service.IsDevelopment))
            .AddSingleton(WebhookSecrets.From(service.Configuration, service.IsDevelopment)).AddHostedService<WebhookSender>()
            .AddHttpClient(WebhookSender.Client, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false,
                ConnectCallback = networks.Connect, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
        service
            .Policy()
            // Numbers that were given after the moment of a restore are on cartons: they are left out, whichever they were.
            .AfterRestore("select setval('rma_number_sequence', nextval('rma_number_sequence') + 1000000)")
            .MigrationsOf<ReturnSaga>()
            .Stream<Account, AccountEvent>("account", AccountIntegrationEvents.Of, ("account_stated", typeof(Accounts.AccountStated)))
            .Stream<Product, ProductEvent>("product", (_, _) => [], ("product_stated", typeof(ProductStated)))
            .Stream<Unit, UnitEvent>("unit", UnitIntegrationEvents.Of,
                ("unit_shipment_recorded", typeof(UnitShipmentRecorded)),
                ("unit_purchase_recorded", typeof(UnitPurchaseRecorded)),
                ("unit_purchase_withdrawn", typeof(UnitPurchaseWithdrawn)),
                ("license_activation_recorded", typeof(LicenseActivationRecorded)),
                ("remedy_opened", typeof(RemedyOpened)),
                ("remedy_closed", typeof(RemedyClosed)),
                ("unit_credited", typeof(UnitCredited)),
                ("unit_decided", typeof(UnitDecided)),
                ("unit_exchanged", typeof(UnitExchanged)),
                ("unit_exchange_withdrawn", typeof(UnitExchangeWithdrawn)),
                ("unit_arrived", typeof(UnitArrived)),
                ("unit_replaced_by", typeof(UnitReplacedBy)),
                ("unit_replaces", typeof(UnitReplaces)),
                ("unit_repaired", typeof(UnitRepaired)),
                ("warranty_extended", typeof(WarrantyExtended)),
                ("unit_charged", typeof(UnitCharged)),
                ("override_attached", typeof(OverrideAttached)))
            .Reaction<WhenFactCorrected, Unit, UnitEvent>()
            .Projection<PieceRegister, Unit, UnitEvent>()
            .Stream<InvoiceLine, InvoiceLineEvent>(
                "invoice-line", InvoiceLineIntegrationEvents.Of, ("invoice_line_stated", typeof(InvoiceLineStated)))
            .Reaction<WhenInvoiceLineStated, InvoiceLine, InvoiceLineEvent>()
            .Stream<PurchaseOrder, PurchaseOrderEvent>("purchase-order", PurchaseOrderIntegrationEvents.Of,
                ("order_stated", typeof(OrderStated)),
                ("replacement_claimed", typeof(ReplacementClaimed)),
                ("replacement_reserved", typeof(ReplacementReserved)),
                ("replacement_released", typeof(ReplacementReleased)))
            .Reaction<WhenOrderStated, PurchaseOrder, PurchaseOrderEvent>()
            .Stream<ReturnAuthorization, RmaEvent>("rma", RmaIntegrationEvents.Of,
                ("rma_issued", typeof(Rmas.RmaIssued)),
                ("rma_denied", typeof(Rmas.RmaDenied)),
                ("rma_referred", typeof(Rmas.RmaReferred)),
                ("rma_cancelled", typeof(Rmas.RmaCancelled)),
                ("line_arrived", typeof(LineArrived)),
                ("line_closed", typeof(Rmas.LineClosed)),
                ("replacement_order_noted", typeof(ReplacementOrderNoted)),
                ("replacement_order_unnamed", typeof(ReplacementOrderUnnamed)),
                ("rma_reissued", typeof(RmaReissued)),
                ("request_withdrawn", typeof(RequestWithdrawn)),
                ("request_lapsed", typeof(RequestLapsed)),
                ("shipment_announced", typeof(ShipmentAnnounced)))
            .Projection<RmaRegister, ReturnAuthorization, RmaEvent>()
            .Reaction<WhenRequestAnswered, ReturnAuthorization, RmaEvent>()
            .Deadlines<ReturnAuthorization, RmaEvent>(services => step => ReferralDeadline.Of(
                step, services.GetRequiredService<PolicyBook>(), services.GetRequiredService<ReferralLapse>()))
            .Stream<Return, ReturnEvent>("return", ReturnIntegrationEvents.Of,
                ("return_moved", typeof(Returns.ReturnMoved)),
                ("return_noted", typeof(ReturnNoted)),
                ("replacement_decided", typeof(ReplacementDecided)),
                ("loaner_sent_out", typeof(LoanerSentOut)),
                ("loaner_came_back", typeof(LoanerCameBack)))
            .Stream<Override, OverrideEvent>("override", (_, _) => [],
                ("override_requested", typeof(OverrideRequested)),
                ("override_approved", typeof(OverrideApproved)),
                ("override_rejected", typeof(OverrideRejected)))
            .Projection<OverrideLedger, Override, OverrideEvent>()
            .Reaction<WhenOverrideGranted, Override, OverrideEvent>()
            .Stream<Dispute, DisputeEvent>("dispute", (_, _) => [],
                ("dispute_raised", typeof(DisputeRaised)),
                ("dispute_resolved", typeof(DisputeResolved)))
            .Projection<DisputeList, Dispute, DisputeEvent>()
            .Stream<WorkState, WorkEvent>("work", WorkIntegrationEvents.Of,
                ("work_assigned", typeof(WorkAssigned)),
                ("work_released", typeof(WorkReleased)),
                ("work_held", typeof(WorkHeld)),
                ("hold_ended", typeof(HoldEnded)),
                ("work_noted", typeof(WorkNoted)))
            .FeedConsumer<AccountChangedConsumer>()
            .FeedConsumer<ProductChangedConsumer>()
            .FeedConsumer<UnitShippedConsumer>()
            .FeedConsumer<UnitInvoicedConsumer>()
            .FeedConsumer<LicenseActivatedConsumer>()
            .FeedConsumer<PurchaseOrderPlacedConsumer>()
            .Consumer<ParcelRefusedConsumer>()
            .Consumer<ReferralDueConsumer>()
            .Saga<ReturnSaga, ReturnState>(ReturnStages.Timeouts, ReturnStages.RetryMessage)
            .OptionalSubscribers<Contracts.Issuance.V1.RmaIssued>()
            .OptionalSubscribers<Contracts.Issuance.V1.RmaDenied>()
            .OptionalSubscribers<Contracts.Issuance.V1.RmaReferred>()
            .OptionalSubscribers<Contracts.Issuance.V1.RmaCancelled>()
            .OptionalSubscribers<RmaExpired>()
            .OptionalSubscribers<ReturnClosed>()
            .Past((asked, next, messages) => new Contracts.Issuance.V1.PastTold(asked.RebuildId, asked.Number, next, messages))
            .Routes(MapRoutes);
    }

    private static void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapRequestRma();
        routes.MapCancelRma();
        routes.MapWithdrawRequest();
        routes.MapReissueRma();
        routes.MapAnnounceShipment();
        routes.MapValidateSerial();
        routes.MapPeople();
        routes.MapReportExchange();
        routes.MapWithdrawExchange();
        routes.MapRequestOverride();
        routes.MapApproveOverride();
        routes.MapOverrideLedger();
        routes.MapOverrideFigures();
        routes.MapDisputes();
        routes.MapLoaner();
        routes.MapShowReturn();
        routes.MapWhatIf();
        routes.MapEligibility();
        routes.MapBiography();
        routes.MapDocuments();
        routes.MapWebhooks();
        routes.MapWork();
    }
}
