namespace Rma.Chaos;

/// <summary>What the checker counted. Every count is to be zero.</summary>
/// <param name="Lost">Answered with yes, and no credit at finance.</param>
/// <param name="Double">A second credit, posting or booking of one return, or a message that was dealt with twice.</param>
/// <param name="Stuck">Sagas that are not at their end, and clients that did not come to theirs.</param>
/// <param name="WrongAmount">Another amount than was paid, or lines that do not add up to it.</param>
/// <param name="OverLine">Lines of invoices and orders on which more was credited than they have.</param>
/// <param name="Parked">Outbox rows that were given up, dead and unrouted messages.</param>
/// <param name="Quarantined">Messages put aside although nobody sent a bad one.</param>
/// <param name="Waiting">Still in a queue or an outbox when everything should have been empty.</param>
/// <param name="Differences">Where two books do not agree to the cent.</param>
/// <param name="Crashed">Processes that ended although nobody killed them.</param>
/// <param name="Errors">HTTP answers of 500: something the service did not expect.</param>
internal sealed record Findings(
    IReadOnlyList<string> Lost, IReadOnlyList<string> Double, IReadOnlyList<string> Stuck, IReadOnlyList<string> WrongAmount,
    IReadOnlyList<string> Parked, IReadOnlyList<string> Quarantined, IReadOnlyList<string> Waiting, IReadOnlyList<string> Differences,
    IReadOnlyList<string> Crashed, IReadOnlyList<string> Errors, IReadOnlyList<string> OverLine)
{
    public bool Clean => Counts.All(count => count.Found.Count == 0);

    public IReadOnlyList<(string Name, IReadOnlyList<string> Found)> Counts =>
    [
        ("lost", Lost), ("double", Double), ("stuck", Stuck), ("wrong amount", WrongAmount), ("over a line", OverLine), ("parked", Parked),
            ("quarantined", Quarantined),
        ("waiting", Waiting), ("differences", Differences), ("crashed", Crashed), ("errors", Errors),
    ];
}
