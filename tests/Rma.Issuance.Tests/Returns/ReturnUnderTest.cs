using Rma.EventSourcing;
using Rma.Issuance.Notices;
using Rma.Issuance.Returns;
using Rma.Policy;

namespace Rma.Issuance.Tests.Returns;

/// <summary>One return in memory, driven by the process itself.</summary>
internal sealed record ReturnUnderTest(ReturnState Line)
{
    public static readonly ReturnSurroundings Today = new(
        PolicyBook.Load(), new PublicAddress(new Uri("https://returns.example.com")), ReturnMessages.Now);

    public static readonly Guid Id = NameBasedId.Of("return under test");

    public static ReturnUnderTest New { get; } = new(new ReturnState { CorrelationId = Id });

    public string State => Line.CurrentState;

    /// <summary>The answer to a message; null when it answers a request that was never made.</summary>
    public ReturnStep? Hear(string message, ReturnSurroundings? around = null) =>
        ReturnProcess.Next(Line, ReturnMessages.Of(message, Id, "S1"), around ?? Today);

    /// <summary>After these messages, each of which was expected.</summary>
    public ReturnUnderTest After(params IEnumerable<string> messages) => messages.Aggregate(this, (line, message) =>
        new(line.Hear(message)?.After ?? throw new InvalidOperationException($"{message} was not expected in {line.State}.")));

    /// <summary>The next state, or <c>quarantined</c>.</summary>
    public string AnswerTo(string message) => Hear(message)?.After.CurrentState ?? "quarantined";
}
