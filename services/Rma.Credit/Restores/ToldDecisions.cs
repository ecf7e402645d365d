using System.Text.Json;
using Rma.Contracts.Console.V1;
using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using Rma.ServiceDefaults;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Restores;

/// <summary>
/// After a restore to an earlier moment: takes over what this service had decided and told since, before it decides anything again. Each
/// decision is one transaction; what is there already is left alone, so it can be repeated.
/// </summary>
internal sealed class ToldDecisions(
    IServiceScopeFactory scopes, PolicyBook policies, TimeProvider clock, ToldToFinance finance, LostChoices chosen)
{
    /// <summary>Takes over what can be, and names the rest.</summary>
    public async Task<TakenOver> TakeOver(BeforeRestore before, CancellationToken cancellationToken)
    {
        var requests = new Requests(before.Asked, clock);
        var (taken, again, differences) = (0, 0, new List<string>());
        var choices = await chosen.TakeOver(before.Lost, differences, cancellationToken);
        foreach (var message in before.Forgotten.Concat(await finance.OnlyThere(before, requests, cancellationToken)))
        {
            var told = Read(message);
            // A referral is no last word: the request comes again, and so does its answer.
            if (told is null) again++;
            else if (await Take(message, told, requests, cancellationToken) is { } difference) differences.Add(difference);
            else taken++;
        }

        differences.AddRange(await finance.Compare(before.Finance, cancellationToken));
        return new(taken, choices, again, differences);
    }

    private static object? Read(PastMessage message) => message.Type[(message.Type.IndexOf(':', StringComparison.Ordinal) + 1)..] switch
    {
        nameof(V1.CreditIssued) => new ToldCredit(Body<V1.CreditIssued>(message), null),
        nameof(V1.CreditDenied) => new ToldCredit(null, Body<V1.CreditDenied>(message)),
        nameof(V1.ChargeRaised) => new ToldCharge(Body<V1.ChargeRaised>(message), null),
        nameof(V1.NoChargeDue) => new ToldCharge(null, Body<V1.NoChargeDue>(message)),
        _ => null,
    };

    private static T Body<T>(PastMessage message) => JsonSerializer.Deserialize<T>(message.Body, PastReader.Json)!;

    // Null when it is taken over; otherwise why it is not.
    private async Task<string?> Take(PastMessage message, object told, Requests requests, CancellationToken cancellationToken)
    {
        var words = Words(told);
        await using var scope = scopes.CreateAsyncScope();
        var provenance = scope.ServiceProvider.GetRequiredService<Provenance>();
        (provenance.Actor, provenance.CausationId) = (message.Actor ?? "service:credit", $"restore/{message.MessageId:D}");
        if (message.MessageId != Guid.Empty) provenance.ToldAs = message.MessageId;
        try
        {
            var known = told is ToldCredit credit ? await Take(scope.ServiceProvider, credit, requests, cancellationToken)
                : await Take(scope.ServiceProvider, (ToldCharge)told, requests, cancellationToken);
            if (!known) return $"{words}, and the request that it answered is not among those that issuance has kept";
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Commit();
            return null;
        }
        catch (Exception exception) when (exception is RefusedException or DeadLetterException or KeyNotFoundException)
        {
            return $"{words}, and is not taken over: {exception.Message}";
        }
    }

    private async Task<bool> Take(IServiceProvider services, ToldCredit told, Requests requests, CancellationToken cancellationToken)
    {
        var (returnId, version) = told.Issued is { } issued ? (issued.ReturnId, issued.PolicyVersion)
            : (told.Denied!.ReturnId, told.Denied.PolicyVersion);
        if (requests.Credit(returnId, told.At) is not { } request) return false;
        services.GetRequiredService<Provenance>().CorrelationId = request.RmaId.ToString("D");
        await services.GetRequiredService<CreditDesk>().Settle(
            returnId, request.SerialNumber,
            (state, ledgers) => TakeOverCredit.Decide(state, new(request, ledgers, policies.Get(version), told)), cancellationToken,
            request.Purchase);
        return true;
    }

    private async Task<bool> Take(IServiceProvider services, ToldCharge told, Requests requests, CancellationToken cancellationToken)
    {
        var (returnId, version) = told.Raised is { } raised ? (raised.ReturnId, raised.PolicyVersion)
            : (told.NothingDue!.ReturnId, told.NothingDue.PolicyVersion);
        if (requests.Charge(returnId, told.At) is not { } request) return false;
        services.GetRequiredService<Provenance>().CorrelationId = request.RmaId.ToString("D");
        await services.GetRequiredService<Streams<ChargeCase, ChargeCaseEvent>>().Append(
            returnId, state => TakeOverCharge.Decide(state, new(request, policies.Get(version), told)), cancellationToken);
        return true;
    }

    private static string Words(object told) => told switch
    {
        ToldCredit { Issued: { } credit } =>
            $"{credit.RmaNumber} line {credit.Line} ({credit.SerialNumber}): a credit of {new Money(credit.Amount, credit.Currency)} " +
            "was told",
        ToldCredit { Denied: { } denied } => $"{denied.RmaNumber} line {denied.Line} ({denied.SerialNumber}): a denial was told",
        ToldCharge { Raised: { } charge } =>
            $"{charge.RmaNumber} line {charge.Line} ({charge.SerialNumber}): a charge of {new Money(charge.Amount, charge.Currency)} " +
            "was told",
        ToldCharge { NothingDue: { } none } => $"{none.RmaNumber} line {none.Line} ({none.SerialNumber}): that nothing is due was told",
        _ => "something was told",
    };
}
