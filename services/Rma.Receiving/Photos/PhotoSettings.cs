namespace Rma.Receiving.Photos;

/// <summary>The bounds of photos (settings <c>Photos:…</c>).</summary>
/// <param name="MaximumMegapixels">
/// Width times height of one photo, and of all that are decoded at the same time together. A megapixel needs about ten megabytes.
/// </param>
/// <param name="DailyPerSite">Photos that a site, or a person who works at none, uploads within 24 hours.</param>
/// <param name="PerParcel">Photos that are added to a parcel after its scan.</param>
/// <param name="KeptDays">After how many days a photo is removed that no event refers to.</param>
/// <param name="CleanUpEvery">How often such photos are looked for.</param>
internal sealed record PhotoSettings(int MaximumMegapixels, int DailyPerSite, int PerParcel, int KeptDays, TimeSpan CleanUpEvery)
{
    public static PhotoSettings Default { get; } = new(24, 5_000, 100, 30, TimeSpan.FromHours(1));

    /// <exception cref="InvalidOperationException">A setting is out of range; thrown at start.</exception>
    public static PhotoSettings Of(IConfiguration configuration)
    {
        var given = configuration.GetSection("Photos");
        return new(
            Number(nameof(MaximumMegapixels), Default.MaximumMegapixels, 200),
            Number(nameof(DailyPerSite), Default.DailyPerSite, 1_000_000),
            Number(nameof(PerParcel), Default.PerParcel, 10_000),
            Number(nameof(KeptDays), Default.KeptDays, 3_650),
            given.GetValue(nameof(CleanUpEvery), Default.CleanUpEvery) is var every && every >= TimeSpan.FromSeconds(1)
                && every <= TimeSpan.FromDays(1) ? every
                : throw new InvalidOperationException("Photos:CleanUpEvery is a second to a day."));

        int Number(string name, int otherwise, int most) => given.GetValue(name, otherwise) is var number && number >= 1 && number <= most
            ? number : throw new InvalidOperationException($"Photos:{name} is a number from 1 to {most}.");
    }
}
