using System.Diagnostics;
using Rma.ServiceDefaults;
using Yarp.ReverseProxy.Forwarder;

namespace Rma.Console.Door;

/// <summary>Hands a request on to the service that answers it, with the address of its client, and hands back what that says.</summary>
internal sealed class Forwarding(IHttpForwarder forwarder, DoorSettings door) : IDisposable
{
    private static readonly ForwarderRequestConfig Patience = new() { ActivityTimeout = TimeSpan.FromSeconds(30) };
    private static readonly ClientAddress Transformer = new();

    private readonly Dictionary<string, HttpMessageInvoker> clients =
        door.Services.ToDictionary(service => service.Key, service => Client(service.Value));

    public async Task Forward(HttpContext context, ForwardedOperation operation)
    {
        if (context.Request.ContentLength > operation.MaximumBody)
            throw new BadHttpRequestException("The request is larger than is accepted here.", StatusCodes.Status413PayloadTooLarge);
        var fault = await forwarder.SendAsync(
            context, door.Services[operation.Service].Name, clients[operation.Service], Patience, Transformer);
        if (fault == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        // Of the body that the client sends, by the server that reads it.
        for (var cause = context.GetForwarderErrorFeature()?.Exception; cause is not null; cause = cause.InnerException)
            if (cause is BadHttpRequestException bad) throw new BadHttpRequestException(bad.Message, bad.StatusCode, bad);

        context.Response.Clear();
        context.Response.Headers.RetryAfter = "1";
        await Results.Problem(Problems.Problem(
            StatusCodes.Status503ServiceUnavailable, "service.away",
            $"What answers this ({operation.Service}) is away for the moment. Send the same request again, with the same Idempotency-Key."))
            .ExecuteAsync(context);
    }

    public void Dispose()
    {
        foreach (var client in clients.Values) client.Dispose();
    }

    private static HttpMessageInvoker Client(ServiceAddresses service)
    {
        var handler = service.Handler();
        handler.ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current);
        return new(handler);
    }

    /// <summary>The service sees the client's address, and none that a client made up.</summary>
    private sealed class ClientAddress : HttpTransformer
    {
        private static readonly string[] Told =
            ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP"];

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            foreach (var header in Told) proxyRequest.Headers.Remove(header);
            proxyRequest.Headers.Host = null;
            if (httpContext.Connection.RemoteIpAddress is { } address)
                proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
        }
    }
}
