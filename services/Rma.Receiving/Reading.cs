using System.Data;
using Dapper;

namespace Rma.Receiving;

/// <summary>Who reads what the dock knows.</summary>
internal static class Reading
{
    public static string[] Roles { get; } =
        [ServiceDefaults.Roles.ReturnsDesk, ServiceDefaults.Roles.Inspector, ServiceDefaults.Roles.Auditor, ServiceDefaults.Roles.Operator];
}

/// <summary>Lists of texts in a row: Npgsql calls the column an array of anything, so Dapper has to be told that it fits a record's member.</summary>
internal sealed class TextLists : SqlMapper.TypeHandler<string[]>
{
    public static void Register() => SqlMapper.AddTypeHandler(new TextLists());

    public override void SetValue(IDbDataParameter parameter, string[]? value) => parameter.Value = (object?)value ?? DBNull.Value;

    public override string[] Parse(object value) => (string[])value;
}
