using Rma.Contracts.Issuance;
using Rma.Issuance.Returns;
using Rma.Testing;

namespace Rma.Issuance.Tests.Returns;

/// <summary>
/// The diagram and the table on issuance's page are made by the process itself: the diagram from every answer it can give, the table from
/// one return in each state. With RMA_ACCEPT_SNAPSHOTS=1 they are written.
/// </summary>
public sealed class SagaDiagramTests
{
    private static readonly string PageFile = Path.Combine(Servers.Root, "services", "Rma.Issuance", "README.md");

    [Fact]
    public void The_diagram_shows_every_move() => AssertOnPage("saga-diagram", $"```mermaid\n{Diagram()}```\n");

    [Fact]
    public void The_table_shows_every_answer() => AssertOnPage("saga-table", Table());

    [Fact]
    public void The_list_of_who_is_next_is_the_code_s() => AssertOnPage("return-stages", Stages());

    [Fact]
    public void The_machine_has_the_states_and_the_messages_of_the_process()
    {
        var machine = new ReturnSaga();
        Assert.Equal(machine.States.Select(state => state.Name).Except(["Initial", "Final"]).Order(), ReturnStates.All.Order());
        Assert.Equal(machine.Events.Select(message => message.Name).Where(name => !name.Contains('.', StringComparison.Ordinal)).Order(),
            ReturnTable.Messages.Order());
    }

    private static string Diagram()
    {
        var arrows = ReturnExploration.Arrows.Where(arrow => arrow.Step.Moves)
            .Select(arrow => (arrow.Step.From, To: arrow.Step.After.CurrentState, Because: Kind(arrow.Message)))
            .GroupBy(arrow => (arrow.From, arrow.To))
            .OrderBy(group => Place(group.Key.From)).ThenBy(group => Place(group.Key.To))
            .Select(group => $"    {Name(group.Key.From)} --> {Name(group.Key.To)}: " +
                $"{string.Join(", ", group.Select(arrow => arrow.Because).Distinct().OrderBy(OfTable))}\n");
        return $"stateDiagram-v2\n{string.Concat(arrows)}    Closed --> [*]\n";

        static string Name(string state) => state == ReturnStates.Initial ? "[*]" : state;
        static int Place(string state) => ReturnStates.All.ToList().IndexOf(state);
        static int OfTable(string message) => Array.IndexOf(ReturnTable.Messages, message);
        static string Kind(string message) =>
            message.StartsWith("Authorized", StringComparison.Ordinal) ? "Authorized" : message.Split(':')[0];
    }

    private static string Table()
    {
        var rows = ReturnTable.Messages.Select(message =>
            $"| {message} | {string.Join(" | ", ReturnTable.Ways.Keys.Select(state => Cell(state, message)))} |\n");
        return $"| | {string.Join(" | ", ReturnTable.Ways.Keys)} |\n|---|{string.Concat(ReturnTable.Ways.Keys.Select(_ => "---|"))}\n" +
            $"{string.Concat(rows)}";

        static string Cell(string state, string message) =>
            ReturnUnderTest.New.After(ReturnTable.Ways[state]).AnswerTo(message) switch
            {
                "quarantined" => "✗",
                var next when next == state => "·",
                var next => $"**{next}**",
            };
    }

    private static string Stages() => "| state | next | waits for | stuck after |\n|---|---|---|---|\n" + string.Concat(
        ReturnStages.Open.Select(one =>
            $"| {one.Key} | {one.Value.Next} | {one.Value.WaitsFor} | {Span(one.Value.Patience)} |\n"));

    private static string Span(TimeSpan time) => time.Days > 0 ? $"{time.Days} days" : $"{time.Minutes} minutes";

    private static void AssertOnPage(string mark, string content)
    {
        var page = File.ReadAllText(PageFile);
        var (begin, end) = ($"<!-- {mark} -->\n", $"<!-- /{mark} -->");
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"the page has no place for the {mark}");
        GeneratedFile.AssertHolds(PageFile, page[..from] + content + page[to..]);
    }
}
