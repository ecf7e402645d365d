namespace Rma.Policy.Tests;

internal static partial class Examples
{
    public static RmaNumber Number => RmaNumber.FromSequence(34);

    public static DockFacts Scan(DateTimeOffset at, DateOnly validThrough) =>
        new(at, new Marking.Legible(Number), FreightTerms.Prepaid, new DockAuthorization.Open(validThrough), HoldElapsed: false);
}
