using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Rma.Console.Returns;
using Rma.EventSourcing;

namespace Rma.Console.Pages;

/// <summary>The list of returns as an address: its filter, and the addresses of its neighbours.</summary>
internal static class ListAddress
{
    /// <summary>What may stand in it. A form sends what was left empty as well: that is no condition.</summary>
    public static readonly string[] Names =
    [
        .. typeof(ReturnFilter).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(condition => Name(condition.Name))
            .Except([Name(nameof(ReturnFilter.After)), Name(nameof(ReturnFilter.Limit))]), "due",
    ];

    /// <summary>The filter of an address.</summary>
    /// <exception cref="InvalidInputException">A value is none.</exception>
    public static ReturnFilter Read(IQueryCollection query, int? limit = null)
    {
        string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        bool? Flag(string name) => Text(name) is not { } text ? null : bool.TryParse(text, out var flag) ? flag
            : throw Unknown(name, "true or false");
        DateOnly? Day(string name) => Text(name) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw Unknown(name, "a day such as 2026-03-02");
        if (Text("due") is { } due && due != "today") throw Unknown("due", "today");
        return new(
            Text("account"), Text("state"), Text("next"), Text("remedy"), Text("site"), Text("outcome"), Text("rmaNumber"),
            Text("serialNumber"), Flag("overdue"), Day("from"), Day("through"), Text("sort"), Text("after"), limit, Text("assignedTo"),
            Flag(Name(nameof(ReturnFilter.Assigned))), Flag(Name(nameof(ReturnFilter.Held))), Text("sku"), Text("reasonCode"), Text("code"))
        {
            DueToday = Text("due") is not null,
        };
    }

    /// <summary>An address with the conditions of this one, but for some; null takes one away.</summary>
    public static string Of(string path, IQueryCollection query, params (string Name, string? Value)[] but)
    {
        var conditions = Names.Select(name => KeyValuePair.Create(name, query[name].ToString()))
            .Where(one => one.Value.Length > 0 && but.All(other => other.Name != one.Key))
            .Concat(but.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value!)));
        return QueryHelpers.AddQueryString(path, conditions.Select(one => KeyValuePair.Create(one.Key, new StringValues(one.Value))));
    }

    /// <summary>The conditions that are set, by name.</summary>
    public static IEnumerable<(string Name, string Value)> Set(IQueryCollection query) =>
        Names.Where(name => name != "sort").Select(name => (name, query[name].ToString())).Where(one => one.Item2.Length > 0);

    private static string Name(string condition) => JsonNamingPolicy.CamelCase.ConvertName(condition);

    private static InvalidInputException Unknown(string name, string wanted) =>
        new("request.unknown-value", $"{name} has to be {wanted}.");
}
