using System.Reflection;
using Npgsql;
using NpgsqlTypes;

namespace Rma.EventSourcing;

/// <summary>
/// Passes a row's properties as named parameters of a statement. A null has its property's type, so that the prepared statement stays the
/// same.
/// </summary>
internal static class RowParameters
{
    public static NpgsqlParameter[] Of(object row) =>
        [.. row.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0)
        .Select(property => Of(property, row))];

    private static NpgsqlParameter Of(PropertyInfo property, object row) => new()
    {
        ParameterName = property.Name,
        NpgsqlDbType = DbTypeOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
        Value = property.GetValue(row) switch { null => DBNull.Value, DateTimeOffset instant => instant.UtcDateTime, var value => value },
    };

    private static NpgsqlDbType DbTypeOf(Type type) =>
        type == typeof(string) ? NpgsqlDbType.Text
        : type == typeof(Guid) ? NpgsqlDbType.Uuid
        : type == typeof(short) ? NpgsqlDbType.Smallint
        : type == typeof(int) ? NpgsqlDbType.Integer
        : type == typeof(long) ? NpgsqlDbType.Bigint
        : type == typeof(bool) ? NpgsqlDbType.Boolean
        : type == typeof(decimal) ? NpgsqlDbType.Numeric
        : type == typeof(DateOnly) ? NpgsqlDbType.Date
        : type == typeof(DateTimeOffset) || type == typeof(DateTime) ? NpgsqlDbType.TimestampTz
        : type == typeof(string[]) ? NpgsqlDbType.Array | NpgsqlDbType.Text
        : type == typeof(Guid[]) ? NpgsqlDbType.Array | NpgsqlDbType.Uuid
        : type == typeof(int[]) ? NpgsqlDbType.Array | NpgsqlDbType.Integer
        : throw new ArgumentException($"No column has a {type.Name}.", nameof(type));
}
