using System.Data;
using Dapper;

namespace Rma.ServiceDefaults;

/// <summary>How Dapper reads and writes: a column <c>rma_number</c> is the property <c>RmaNumber</c>, and instants are UTC.</summary>
internal static class DapperTypes
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new Instants());
        SqlMapper.AddTypeHandler(new Days());
        SqlMapper.AddTypeHandler(new Texts());
        SqlMapper.AddTypeHandler(new Numbers());
    }

    private sealed class Instants : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;

        public override DateTimeOffset Parse(object value) => value is DateTimeOffset instant
            ? instant
            : new DateTimeOffset(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));
    }

    private sealed class Days : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;

#pragma warning disable RS0030 // A column that holds a date; no instant is involved.
        public override DateOnly Parse(object value) => value is DateOnly day ? day : DateOnly.FromDateTime((DateTime)value);
#pragma warning restore RS0030
    }

    // Npgsql reports text[] as System.Array, which Dapper cannot match with a constructor parameter.
    private sealed class Texts : SqlMapper.TypeHandler<string[]>
    {
        public override void SetValue(IDbDataParameter parameter, string[]? value) => parameter.Value = value;

        public override string[] Parse(object value) => (string[])value;
    }

    // The same for integer[].
    private sealed class Numbers : SqlMapper.TypeHandler<int[]>
    {
        public override void SetValue(IDbDataParameter parameter, int[]? value) => parameter.Value = value;

        public override int[] Parse(object value) => (int[])value;
    }
}
