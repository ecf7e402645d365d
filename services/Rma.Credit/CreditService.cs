using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rma.Credit.CreditCases;
using Rma.Credit.CreditNotes;
using Rma.Credit.Ledgers;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit;

/// <summary>Decides what a return is worth, and sees to it that nothing is ever paid twice.</summary>
public static class CreditService
{
    /// <summary>The service, ready to run.</summary>
    public static WebApplication Build(string[] args) => RmaService.Build("credit", args, SetUp);

    private static void SetUp(ServiceSetup service)
    {
        service.Services.AddSingleton(PolicyBook.Load()).AddScoped<CreditDesk>();
        service
            .MigrationsOf<CreditCase>()
            .TracedStream<CreditCase, CreditCaseEvent>("credit-case", CreditCaseNews.Of,
                ("restocking_fee_chosen", typeof(RestockingFeeChosen)),
                ("analyst_decided", typeof(AnalystDecided)),
                ("credit_issued", typeof(CreditIssued)),
                ("credit_denied", typeof(CreditDenied)),
                ("credit_referred", typeof(CreditReferred)))
            .Stream<Ledger, LedgerEvent>("ledger", (_, _) => [],
                ("credit_posted", typeof(CreditPosted)),
                ("license_activation_recorded", typeof(LicenseActivationRecorded)))
            .OnAppended<CreditBook, CreditCase, CreditCaseEvent>()
            .OnAppended<CreditCaseList, CreditCase, CreditCaseEvent>()
            .Consumer<AssessCreditConsumer>()
            .FeedConsumer<LicenseActivatedConsumer>()
            .Routes(routes =>
            {
                routes.MapCreditCases();
                routes.MapChooseFee();
                routes.MapDecideReferral();
                routes.MapRereadCredits();
                routes.MapControlTotal();
            });
    }
}
