using Rma.Testing;

namespace Rma.EndToEnd.Tests.Runbooks;

/// <summary>Books that differ, returns that nobody moves: what the page tells an operator to do about them does it.</summary>
[Collection("stories")]
public sealed class AlertsOfReturns(StoriesPlatform platform) : AlertRunbooks(platform)
{
    private const string Asking = "curl -sS -H \"X-Api-Key: $RMA_OPERATOR_KEY\" \"$@\"";
    private const string NothingDiffers = "\"differences\":[]";

    [Fact]
    [Runbook("alerts", "BooksDiffer", Whole = true)]
    public async Task A_row_of_the_book_that_somebody_changed_is_made_again_from_the_events()
    {
        var page = Open("BooksDiffer");
        await using var one = new OneReturn(Platform);
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        await one.InState("OnBench");
        var changed = await Platform.Scalar<Guid>("credit", // the book's own trigger would not let it happen
            "set session_replication_role = replica; " +
            $"update credits set net_amount = net_amount - 1 where serial_number = '{one.Serial}' returning credit_id");
        await page.ShowsSoon("Look at", said => said.Contains(changed.ToString(), StringComparison.Ordinal), "the difference");
        Assert.Contains("credit-book", await page.Run("Do", mayFail: ["./rma verify credit"]), StringComparison.Ordinal);
        await page.Run("Do");
        await page.ShowsSoon("Then check", said => said.Contains(NothingDiffers, StringComparison.Ordinal), "no difference");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "BooksNotCompared", Whole = true)]
    public async Task Credit_compares_the_books_again_when_it_is_started()
    {
        var page = Open("BooksNotCompared");
        await Platform.Rma("stop", "--kill", "credit");
        var said = await page.Run("Look at", mayFail: [Asking]);
        Assert.Contains("Failed to connect", said, StringComparison.Ordinal);
        await page.Run("Do");
        await page.ShowsSoon("Then check", answer => answer.Contains("\"finishedAt\":\"", StringComparison.Ordinal), "a round");
        page.Ended();
    }

    [Fact]
    [Runbook("alerts", "ReturnLongOverdue", Whole = true)]
    public async Task The_return_that_nobody_moves_is_listed_first()
    {
        var page = Open("ReturnLongOverdue");
        await using var one = new OneReturn(Platform);
        await one.Authorize();
        await one.Receive();
        await one.InState("AwaitingInspection");
        await Wait.Until(() => Since("now()"), rows => rows > 0, "the console to know it");
        Assert.True(await Since("now() - interval '30 days'") > 0);
        await page.Shows("Look at", one.Serial, "\"AwaitingInspection\"");
        Assert.True(await Since("now()") > 0);
        page.Ended();

        Task<long> Since(string when) => Platform.Scalar<long>("console",
            $"with changed as (update returns set since = {when} where serial_number = '{one.Serial}' and state = 'AwaitingInspection' " +
            "returning 1) select count(*) from changed");
    }

    [Fact]
    [Runbook("alerts", "ReturnsNotCounted", Whole = true)]
    public async Task The_console_counts_again_when_it_is_started()
    {
        var page = Open("ReturnsNotCounted");
        await Platform.Rma("stop", "--kill", "console");
        var said = await page.Run("Look at", mayFail: [Asking]);
        Assert.Contains("Failed to connect", said, StringComparison.Ordinal);
        await page.Shows("Do", "console is ready");
        page.Ended();
    }
}
