using System.Data.Common;
using System.Text.Json;
using Marten.Services;
using Weasel.Storage;

namespace Rma.EventSourcing.Marten;

/// <summary>
/// Reads an event only under a stored name that is pinned. Marten falls back to the .NET type written beside an unknown name, and would read
/// a later version's event as an earlier one's: a stream folded wrongly instead of not at all.
/// </summary>
internal sealed class PinnedNamesSerializer(EventNames names) : SystemTextJsonSerializer(new JsonSerializerOptions(EventNames.Json)), IStorageSerializer
{
    // Marten's select list begins with data, type.
    private const int DataColumn = 0;
    private const int NameColumn = 1;

    async ValueTask<object> IStorageSerializer.FromJsonAsync(Type type, DbDataReader reader, int index, CancellationToken cancellationToken)
    {
        if (index == DataColumn && reader.GetString(NameColumn) is var name && !names.Knows(name)) throw new UnknownStoredEventException(name);
        return await FromJsonAsync(type, reader, index, cancellationToken);
    }
}
