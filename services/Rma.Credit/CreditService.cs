using Rma.Credit.Books;
using Rma.Credit.ChargeCases;
using Rma.Credit.ChargeNotes;
using Rma.Credit.CreditCases;
using Rma.Credit.CreditNotes;
using Rma.Credit.CreditsInQuestion;
using Rma.Credit.Fees;
using Rma.Credit.InvoiceLines;
using Rma.Credit.Ledgers;
using Rma.Credit.Reconciliation;
using Rma.Credit.Restores;
using Rma.Credit.Witnesses;
using Rma.ServiceDefaults;

namespace Rma.Credit;

/// <summary>The credit service: decides credits and charges, each at most once.</summary>
public static class CreditService
{
    /// <summary>The configured service.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("credit", args, SetUp);

    private static void SetUp(ServiceSetup service)
    {
        service.Services.AddSingleton(ApprovalLimits.From(service.Configuration));
        service.Services.AddScoped<CreditDesk>().AddScoped<LedgerReader>().AddScoped<AnnouncedReturns>()
            .AddScoped<CreditWitnesses>().AddScoped<HeldCredits>().AddSingleton<Reconciler>()
            .AddSingleton<BookReader>().AddSingleton<BusinessDays>().AddSingleton<LedgerAccounts>().AddSingleton<Journal>()
            .AddSingleton<ReconciliationRounds>().AddHostedService(services => services.GetRequiredService<ReconciliationRounds>())
            .AddHostedService<ControlTotalSender>();
        service.Services.AddScoped<ToldDecisions>().AddScoped<ToldToFinance>().AddScoped<LostChoices>()
            .AddScoped<TakeOver>(services => services.GetRequiredService<ToldDecisions>().TakeOver);
        service.Meter(ReconciliationRounds.MeterName);
        service
            .Policy()
            .MigrationsOf<CreditCase>()
            .TracedStream<CreditCase, CreditCaseEvent>("credit-case", CreditCaseIntegrationEvents.Of,
                ("restocking_fee_chosen", typeof(RestockingFeeChosen)),
                ("analyst_decided", typeof(AnalystDecided)),
                ("credit_grant_proposed", typeof(CreditGrantProposed)),
                ("credit_issued", typeof(CreditIssued)),
                ("credit_denied", typeof(CreditDenied)),
                ("credit_referred", typeof(CreditReferred)),
                ("credit_facts_asked", typeof(CreditFactsAsked)),
                ("credit_held", typeof(CreditHeld)),
                ("credit_reviewed", typeof(CreditReviewed)))
            .TracedStream<ChargeCase, ChargeCaseEvent>("charge-case", ChargeCaseIntegrationEvents.Of,
                ("charge_raised", typeof(ChargeRaised)),
                ("no_charge_due", typeof(NoChargeDue)),
                ("charge_referred", typeof(ChargeReferred)),
                ("charge_decided", typeof(ChargeDecided)),
                ("charge_fee_chosen", typeof(ChargeFeeChosen)))
            .Stream<Ledger, LedgerEvent>("ledger", (_, _) => [],
                ("credit_posted", typeof(CreditPosted)),
                ("charge_posted", typeof(ChargePosted)),
                ("license_activation_recorded", typeof(LicenseActivationRecorded)))
            .Stream<InvoiceLineLedger, InvoiceLineLedgerEvent>("invoice-line", (_, _) => [],
                ("line_credited", typeof(LineCredited)),
                ("line_credit_recovered", typeof(LineCreditRecovered)))
            .Projection<ActivationBases, Ledger, LedgerEvent>()
            .Reaction<WhenCreditReviewed, CreditCase, CreditCaseEvent>()
            .Projection<CreditBook, CreditCase, CreditCaseEvent>()
            .Reaction<WhenCreditIssued, CreditCase, CreditCaseEvent>()
            .Projection<CreditCaseList, CreditCase, CreditCaseEvent>()
            .Projection<ChargeBook, ChargeCase, ChargeCaseEvent>()
            .Reaction<WhenChargeRaised, ChargeCase, ChargeCaseEvent>()
            .Projection<ChargeCaseList, ChargeCase, ChargeCaseEvent>()
            .Consumer<AssessCreditConsumer>()
            .Consumer<AssessChargeConsumer>()
            .Consumer<UnitReceivedConsumer>()
            .Consumer<ReturnClosedConsumer>()
            .Consumer<ReturnAuthorizedConsumer>()
            .Consumer<CreditBasisChangedConsumer>()
            .FeedConsumer<LicenseActivatedConsumer>()
            .Past((asked, next, messages) => new Contracts.Credit.V1.PastTold(asked.RebuildId, asked.Number, next, messages))
            .Routes(routes =>
            {
                routes.MapCreditCases();
                routes.MapChooseFee();
                routes.MapFeeFigures();
                routes.MapDecideReferral();
                routes.MapBooks();
                routes.MapTotals();
                routes.MapBusinessDays();
                routes.MapJournal();
                routes.MapChargeCases();
                routes.MapDecideCharge();
                routes.MapControlTotal();
                routes.MapLedger();
                routes.MapReconciliation();
                routes.MapCreditsInQuestion();
            });
    }
}
