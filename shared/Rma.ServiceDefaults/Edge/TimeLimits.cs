using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace Rma.ServiceDefaults;

/// <summary>
/// How long a request may take; afterwards it is answered with 503. When the database gives no answer at all, that takes the time to open
/// one more connection longer (12 s): the driver asks the database to cancel first. Both together stay well below the 30 s after which
/// clients usually give up.
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
