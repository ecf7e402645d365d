namespace Rma.Issuance.People;

/// <summary>How long people's data is kept (settings <c>People:…</c>); without a setting it is kept.</summary>
/// <param name="Days">Days after the end of a person's last return.</param>
/// <param name="ReadsDays">Days after which it is forgotten who was shown whose data.</param>
internal sealed record PeopleKept(int? Days, int? ReadsDays)
{
    /// <exception cref="InvalidOperationException">A setting is out of range; thrown at start.</exception>
    public static PeopleKept From(IConfiguration configuration)
    {
        return new(Of("People:KeptDays"), Of("People:ReadsKeptDays"));

        int? Of(string name) => configuration.GetValue<int?>(name) is not { } days ? null
            : days is >= 1 and <= 36_500 ? days : throw new InvalidOperationException($"{name} has to be 1 to 36500, or not set.");
    }
}
