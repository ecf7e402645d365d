using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace Rma.ServiceDefaults;

/// <summary>
/// How long a request may take; afterwards it is answered with 503. When the database gives no answer at all, that takes 20 s: until the
/// answer to BEGIN has come, which travels with the first statement, the driver hears no cancellation, only its own limit of a command
/// (10 s); then it asks the database to cancel, on one more connection (10 s). Both together stay well below the 30 s after which clients
/// usually give up.
/// </summary>
internal static class TimeLimits
{
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(8);

    public static IServiceCollection AddTimeLimits(this IServiceCollection services) => services.AddRequestTimeouts(timeouts =>
    {
        timeouts.DefaultPolicy = Of(Usual);
        timeouts.AddPolicy(PolicyReplay.Timeout, Of(PolicyReplay.Longest));
    });

    private static RequestTimeoutPolicy Of(TimeSpan limit) => new() { Timeout = limit, TimeoutStatusCode = 503 };
}
