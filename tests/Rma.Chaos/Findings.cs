namespace Rma.Chaos;

/// <summary>The counts of the checker. All must be zero.</summary>
/// <param name="Lost">Accepted, but no credit at finance.</param>
/// <param name="Double">A second credit, posting or booking of one return, or a message that was processed twice.</param>
/// <param name="Stuck">Sagas not in a final state, and clients that did not finish.</param>
/// <param name="WrongAmount">Another amount than expected, or lines that do not add up to it.</param>
/// <param name="OverLine">Lines of invoices and orders that were credited above their limit.</param>
/// <param name="Parked">Parked outbox rows, dead and unrouted messages.</param>
/// <param name="Quarantined">Dead-lettered messages although no invalid message was sent.</param>
/// <param name="Waiting">Messages still in a queue or an outbox when all should have been empty.</param>
/// <param name="Differences">Differences between two books.</param>
/// <param name="Crashed">Processes that ended without being killed.</param>
/// <param name="Errors">HTTP answers of 500: unexpected errors of a service.</param>
/// <param name="Shown">Rows of the console that are not what the other services' histories say.</param>
internal sealed record Findings(
    IReadOnlyList<string> Lost, IReadOnlyList<string> Double, IReadOnlyList<string> Stuck, IReadOnlyList<string> WrongAmount,
    IReadOnlyList<string> Parked, IReadOnlyList<string> Quarantined, IReadOnlyList<string> Waiting, IReadOnlyList<string> Differences,
    IReadOnlyList<string> Crashed, IReadOnlyList<string> Errors, IReadOnlyList<string> OverLine,
    IReadOnlyList<string> Shown)
{
    public bool Clean => Counts.All(count => count.Found.Count == 0);

    public IReadOnlyList<(string Name, IReadOnlyList<string> Found)> Counts =>
    [
        ("lost", Lost), ("double", Double), ("stuck", Stuck), ("wrong amount", WrongAmount), ("over a line", OverLine), ("parked", Parked),
            ("quarantined", Quarantined),
        ("waiting", Waiting), ("differences", Differences), ("crashed", Crashed), ("errors", Errors), ("shown wrong", Shown),
    ];
}
