namespace Rma.Contracts.Issuance.V1;

/// <summary>A return went from one state to the next. For those who show where it is; it decides nothing.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="Number">1 for its first move: the highest number is where it is now, in whatever order the moves arrive.</param>
/// <param name="From">One of <see cref="ReturnStates"/>, or <c>Initial</c>.</param>
/// <param name="To">One of <see cref="ReturnStates"/>.</param>
/// <param name="Because">The name of the message that moved it.</param>
/// <param name="MovedAt">When.</param>
public sealed record ReturnMoved(Guid ReturnId, int Number, string From, string To, string Because, DateTimeOffset MovedAt);
