using MassTransit;
using Rma.Issuance.Returns;
using Rma.Testing;

namespace Rma.Issuance.Tests.Returns;

/// <summary>
/// The diagram and the table on issuance's page are those of the state machine: drawn from its activities, and from the table that is held
/// against the real queue. With RMA_ACCEPT_SNAPSHOTS=1 they are written.
/// </summary>
public sealed class SagaDiagramTests
{
    private static readonly string PageFile = Path.Combine(Servers.Root, "services", "Rma.Issuance", "README.md");

    [Fact]
    public void The_diagram_is_the_machine_s() => AssertOnPage("saga-diagram", $"```mermaid\n{Diagram()}```\n");

    [Fact]
    public void The_table_is_the_tests() => AssertOnPage("saga-table", Table());

    [Fact]
    public void The_table_knows_every_state_and_every_message_of_the_machine()
    {
        var machine = new ReturnSaga();
        Assert.Equal(machine.States.Select(state => state.Name).Except(["Initial", "Final"]).Order(), ReturnTable.Ways.Keys.Order());
        Assert.Equal(machine.Events.Select(message => message.Name).Where(name => !name.Contains('.', StringComparison.Ordinal)).Order(),
            ReturnTable.Messages.Order());
    }

    private static string Diagram()
    {
        var drawing = new Drawing();
        new ReturnSaga().Accept(drawing);
        var arrows = drawing.Arrows.GroupBy(arrow => (arrow.From, arrow.To))
            .Select(group => $"    {Name(group.Key.From)} --> {Name(group.Key.To)}: " +
                $"{string.Join(", ", group.Select(arrow => arrow.Because).Distinct())}\n");
        return $"stateDiagram-v2\n{string.Concat(arrows)}    Closed --> [*]\n";

        static string Name(string state) => state == "Initial" ? "[*]" : state;
    }

    private static string Table()
    {
        var rows = ReturnTable.Messages.Select(message =>
            $"| {message} | {string.Join(" | ", ReturnTable.Ways.Keys.Select(state => Cell(state, message)))} |\n");
        return $"| | {string.Join(" | ", ReturnTable.Ways.Keys)} |\n|---|{string.Concat(ReturnTable.Ways.Keys.Select(_ => "---|"))}\n" +
            $"{string.Concat(rows)}";

        static string Cell(string state, string message) => ReturnTable.Answer(state, message) switch
        {
            "quarantined" => "✗",
            var next when next == state => "·",
            var next => $"**{next}**",
        };
    }

    private static void AssertOnPage(string mark, string content)
    {
        var page = File.ReadAllText(PageFile);
        var (begin, end) = ($"<!-- {mark} -->\n", $"<!-- /{mark} -->");
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"the page has no place for the {mark}");
        if (Environment.GetEnvironmentVariable("RMA_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(PageFile, page[..from] + content + page[to..]);
        else Assert.Equal(content, page[from..to]);
    }

    /// <summary>Walks the machine: state, message, and where a transition activity leads.</summary>
    private sealed class Drawing : StateMachineVisitor
    {
        private string state = "", message = "";

        public List<(string From, string To, string Because)> Arrows { get; } = [];

        public void Visit(State state, Action<State>? next = null)
        {
            this.state = state.Name;
            next?.Invoke(state);
        }

        public void Visit(Event @event, Action<Event>? next = null)
        {
            message = @event.Name;
            next?.Invoke(@event);
        }

        public void Visit<TMessage>(Event<TMessage> @event, Action<Event<TMessage>>? next = null) where TMessage : class
        {
            message = @event.Name;
            next?.Invoke(@event);
        }

        public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });

        public void Visit<T>(IBehavior<T> behavior) where T : class, SagaStateMachineInstance => Visit(behavior, _ => { });

        public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next) where T : class, SagaStateMachineInstance => next(behavior);

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior) where T : class, SagaStateMachineInstance where TMessage : class =>
            Visit(behavior, _ => { });

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
            where T : class, SagaStateMachineInstance where TMessage : class => next(behavior);

        public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
        {
            if (activity is MassTransit.SagaStateMachine.TransitionActivity<ReturnState> transition)
                Arrows.Add((state, transition.ToState.Name, message));
            next(activity);
        }
    }
}
