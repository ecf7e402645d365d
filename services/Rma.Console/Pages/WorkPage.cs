using Microsoft.AspNetCore.Components;

namespace Rma.Console.Pages;

/// <summary>A page with forms, each of which does one thing at a service.</summary>
public abstract class WorkPage : ConsolePage
{
    /// <summary>The code of a form that a page does not send, because an answer is missing.</summary>
    protected const string Incomplete = "form.incomplete";

    private const string NotAllowed = "request.not-allowed";

    /// <summary>What the form that was sent does; null when the page is only looked at.</summary>
    [SupplyParameterFromForm(Name = DeedForm.Deed)]
    public string? Deed { get; set; }

    /// <summary>Made when the form was shown.</summary>
    [SupplyParameterFromForm(Name = DeedForm.KeyName)]
    public string? Key { get; set; }

    [Inject]
    internal ServiceCalls Services { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    /// <summary>Why it was not done.</summary>
    protected Refusal? Refusal { get; private set; }

    /// <summary>
    /// Whether a form is shown: where its step is next, and where it was just sent, with what was typed. Not to whom the service refuses
    /// it.
    /// </summary>
    protected bool Shows(string deed, bool isNext) => Refusal?.Code != NotAllowed && (isNext || Deed == deed);

    /// <summary>What was typed into a form.</summary>
    protected Entries EntriesOf(string deed) => new(Deed == deed && Http.Request.HasFormContentType ? Http.Request.Form : null);

    /// <summary>Says that it is for other roles, as the service would.</summary>
    protected void RefuseRole() => Refuse(new("Your role may not do this.", NotAllowed, []));

    /// <summary>Says why it was not done, with the status of it.</summary>
    protected void Refuse(Refusal refusal)
    {
        Refusal = refusal;
        AnswerWith(refusal.Code == NotAllowed ? StatusCodes.Status403Forbidden : StatusCodes.Status409Conflict);
    }

    /// <summary>Does it, and goes on to another address when it is done.</summary>
    internal async Task Do(string service, string path, object? body, string next)
    {
        var answer = await Services.Post(Http, service, path, body, Key, Aborted);
        if (answer.Refusal is { } refusal) Refuse(refusal);
        else Navigation.NavigateTo(next);
    }
}
