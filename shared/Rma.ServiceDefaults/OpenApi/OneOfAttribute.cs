using System.Reflection;

namespace Rma.ServiceDefaults;

/// <summary>
/// Says that a text is one of a closed set. It describes: what is not in the set is refused by the slice, with the code that it names.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OneOfAttribute : Attribute
{
    /// <param name="words">Classes with the words as constants, such as <c>RmaStates</c>.</param>
    public OneOfAttribute(params Type[] words) => Words =
    [
        .. words.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string)).Select(field => (string)field.GetRawConstantValue()!),
    ];

    /// <param name="words">The words.</param>
    public OneOfAttribute(params string[] words) => Words = words;

    /// <summary>The words, in the order in which they were written.</summary>
    public IReadOnlyList<string> Words { get; }
}
