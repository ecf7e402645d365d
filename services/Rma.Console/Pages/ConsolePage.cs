using Microsoft.AspNetCore.Components;
using Rma.ServiceDefaults;

namespace Rma.Console.Pages;

/// <summary>A page: who looks at it, and where it is.</summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public required HttpContext Http { get; set; }

    /// <summary>Who looks at it.</summary>
    protected Caller Caller => field ??= Caller.Of(Http.User);

    /// <summary>Whether a partner does.</summary>
    protected bool IsPartner => Caller.Is(Roles.Partner);

    /// <summary>The page with which this person begins.</summary>
    protected string Home => IsPartner ? PageRoutes.Portal : PageRoutes.Console;

    /// <summary>Answers with another status than 200, and with this page all the same.</summary>
    protected void AnswerWith(int status) => Http.Response.OnStarting(() =>
    {
        // The renderer leaves a page out whose status is 404 from the beginning.
        Http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Ends when nobody waits for the page any more.</summary>
    protected CancellationToken Aborted => Http.RequestAborted;
}
