using System.Collections;
using System.Reflection;
using Rma.Policy;

namespace Rma.Platform.Tests;

/// <summary>
/// Makes one value of any of our records, always the same: every member filled, so that a snapshot shows the whole shape.
/// </summary>
internal static class Samples
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 30, 0, TimeSpan.Zero);

    public static object Of(Type type, string name = "x")
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
            return name.Contains("RmaNumber", StringComparison.OrdinalIgnoreCase) ? RmaNumber.FromSequence(1).ToString() : $"{name} text";
        if (plain == typeof(Guid)) return new Guid("0195f000-0000-7000-8000-000000000001");
        if (plain == typeof(DateTimeOffset)) return Monday;
        if (plain == typeof(DateOnly)) return new DateOnly(2026, 3, 2);
        if (plain == typeof(TimeSpan)) return TimeSpan.FromHours(24);
        if (plain == typeof(bool)) return true;
        if (plain == typeof(int)) return 7;
        if (plain == typeof(long)) return 7L;
        if (plain == typeof(decimal)) return 12.50m;
        if (plain == typeof(RmaNumber)) return RmaNumber.FromSequence(1);
        if (plain.IsEnum) return Enum.GetValues(plain).GetValue(plain.GetEnumValues().Length - 1)!;
        if (plain.IsArray) return ArrayOf(plain.GetElementType()!, name);
        if (plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(ValueList<>))
            return ListOf(plain.GetGenericArguments()[0], name);
        if (plain.IsAbstract)
            return Of(plain.GetNestedTypes().Concat(plain.Assembly.GetTypes().Where(other => other.BaseType == plain))
            .First(other => !other.IsAbstract), name);
        return Record(plain);
    }

    private static object Record(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .OrderByDescending(candidate => candidate.GetParameters().Length)
            .First(candidate => candidate.GetParameters() is not [var only] || only.ParameterType != type);
        var value = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType, parameter.Name!))]);
        var given = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null && !given.Contains(property.Name)))
            property.SetValue(value, Of(property.PropertyType, property.Name));
        return value;
    }

    private static Array ArrayOf(Type element, string name)
    {
        var array = Array.CreateInstance(element, 1);
        array.SetValue(Of(element, name), 0);
        return array;
    }

    private static object ListOf(Type element, string name)
    {
        var items = ArrayOf(element, name);
        return typeof(Samples).GetMethod(nameof(Listed), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(element)
            .Invoke(null, [items])!;
    }

    private static ValueList<T> Listed<T>(IEnumerable items) => [.. items.Cast<T>()];
}
