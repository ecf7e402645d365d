using Microsoft.Playwright;

namespace Rma.Browser.Tests;

/// <summary>The hand of somebody at a desk: it counts what it clicks.</summary>
internal sealed class Hand
{
    /// <summary>How often it clicked.</summary>
    public int Clicks { get; private set; }

    /// <summary>Clicks once.</summary>
    public Task Click(ILocator what)
    {
        Clicks++;
        return what.ClickAsync();
    }

    /// <summary>Clicks a field and types.</summary>
    public async Task Type(ILocator field, string text)
    {
        await Click(field);
        await field.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Sends a form that the page does not show, with the token of the form that it does; its status.</summary>
    public static Task<int> Post(IPage page, string form) => page.EvaluateAsync<int>(
        """
        async form => {
            const body = new FormData(document.querySelector("form[action='/sign-out']"));
            for (const [name, value] of [["_handler", form], ["deed", form], ["key", crypto.randomUUID()]]) body.set(name, value);
            return (await fetch(location.pathname, { method: "POST", body })).status;
        }
        """, form);
}
