using Rma.Contracts.Console.V1;

namespace Rma.Contracts.Credit.V1;

/// <summary>A part of what credit has told before: its answer to <see cref="TellPast"/>.</summary>
/// <param name="RebuildId">Of the question.</param>
/// <param name="Number">Of the question.</param>
/// <param name="Next">Where the next part begins; null when this was the last.</param>
public sealed record PastTold(Guid RebuildId, int Number, string? Next, PastMessage[] Messages);
