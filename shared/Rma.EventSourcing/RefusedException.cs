namespace Rma.EventSourcing;

/// <summary>
/// A decision refused the command of a caller who waits for the answer. Nothing is stored; over HTTP it becomes a 409 with problem details.
/// On the bus a refusal is an event, never an exception.
/// </summary>
/// <param name="code">Stable, public, kebab-case: <c>noun.condition</c>.</param>
/// <param name="message">One sentence for the person at the desk.</param>
public sealed class RefusedException(string code, string message) : Exception(message)
{
    public RefusedException() : this("request.refused", "The request was refused.") { }

    public RefusedException(string message) : this("request.refused", message) { }

    public RefusedException(string message, Exception inner) : this("request.refused", message) => _ = inner;

    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The cited clauses; empty when the refusal is about procedure, not policy.</summary>
    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>What would change the answer, if anything.</summary>
    public string? WouldChange { get; init; }
}

/// <summary>
/// What the caller said cannot be meant: no state of anything would make it right. Nothing is stored; over HTTP it becomes a 400 with
/// problem details.
/// </summary>
/// <param name="code">Stable, public, kebab-case: <c>noun.condition</c>.</param>
/// <param name="message">One sentence that says what would be right.</param>
public sealed class InvalidInputException(string code, string message) : Exception(message)
{
    public InvalidInputException() : this("request.invalid", "The request is invalid.") { }

    public InvalidInputException(string message) : this("request.invalid", message) { }

    public InvalidInputException(string message, Exception inner) : this("request.invalid", message) => _ = inner;

    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>Extension members of the problem, e.g. <c>path</c>, <c>found</c>, <c>wanted</c>.</summary>
    public Dictionary<string, object?> Members { get; init; } = [];
}

/// <summary>Concurrent commands won every time; the bounded number of attempts is used up. The caller may retry.</summary>
public sealed class VersionConflictException(string streamKey)
    : Exception($"The stream {streamKey} changed while it was being decided on, again and again.")
{
    public VersionConflictException() : this("?") { }

    public VersionConflictException(string streamKey, Exception inner) : this(streamKey) => _ = inner;

    public string StreamKey { get; } = streamKey;
}
