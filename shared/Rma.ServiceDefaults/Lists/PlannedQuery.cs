using Dapper;
using Npgsql;

namespace Rma.ServiceDefaults;

/// <summary>Questions with filters that anybody may leave out or fill with anything.</summary>
public static class PlannedQuery
{
    /// <summary>
    /// Asks with a plan for these values. A statement that is asked often gets a plan for any value otherwise: it walks through all rows
    /// for one that none has, and cannot use the index of a filter that may be left out.
    /// </summary>
    public static async Task<IEnumerable<T>> QueryPlanned<T>(this NpgsqlConnection connection, string sql, object? values)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        return await connection.QueryAsync<T>($"set local plan_cache_mode = force_custom_plan; {sql}", values, transaction);
    }
}
