namespace Rma.Console.Pages;

/// <summary>What employees say of their work, told to issuance.</summary>
internal sealed class Worklist(ServiceCalls services)
{
    /// <summary>Does one thing. The same key does it once, however often it is sent.</summary>
    /// <param name="deed">The last part of the route.</param>
    /// <param name="key">Made when the form was shown.</param>
    /// <returns>Null when it is done.</returns>
    public async Task<Refusal?> Do(HttpContext context, Guid id, string deed, object? body, string? key, CancellationToken ct) =>
        (await services.Post(context, "issuance", $"/worklist/{id:D}/{deed}", body, key, ct)).Refusal;
}
