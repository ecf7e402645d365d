using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>Photos over HTTP.</summary>
public sealed class PhotoCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    private static readonly byte[] Jpeg = ReceivingUnderTest.Jpeg("a carton");
    private static readonly string Hash = ReceivingUnderTest.HashOf(Jpeg);

    [Fact]
    public async Task A_photo_is_found_under_the_hash_of_what_was_sent_however_often_it_is_sent()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(204, (await dock.Upload(Hash, Jpeg)).Status);
        using var http = dock.As("auditor");
        using var photo = await http.GetAsync(new Uri($"/photos/{Hash}", UriKind.Relative));
        Assert.Equal(("image/jpeg", "nosniff"),
            (photo.Content.Headers.ContentType!.MediaType, photo.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(1, await dock.Scalar<long>($"select count(*) from photos where photo = '{Hash}'"));
        var scan = await dock.ScanParcel("photo-1", null, photos: [Hash, Hash]);
        Assert.Equal([Hash], (await dock.Get("auditor", $"/parcels/{scan.Body!["parcelId"]}")).Body!["photos"]!.AsArray()
            .Select(hash => hash!.GetValue<string>()));
    }

    [Fact]
    [Rule("P3/19", Shows.Refused)]
    public async Task A_refused_carton_is_photographed_after_its_refusal()
    {
        var (front, back) = (await dock.Photo("front of the refused one"), await dock.Photo("back of the refused one"));
        var refused = (await dock.ScanParcel("photo-2", null, photos: [front])).Body!["parcelId"]!.GetValue<string>();
        for (var i = 0; i < 2; i++) Assert.Equal(204, (await Add(refused, front, back)).Status);

        var seen = (await dock.Get("auditor", $"/parcels/{refused}")).Body!;
        Assert.Equal([front, back], seen["photos"]!.AsArray().Select(hash => hash!.GetValue<string>()));
        Assert.Equal("refused", seen["state"]!.GetValue<string>());
        Assert.Equal(2, await dock.Scalar<long>($"select count(*) from mt_events where stream_id = 'parcel-{refused}'"));

        dock.AddKey("photographer-of-the-annex", "scanner", site: "annex");
        Assert.Equal((403, "parcel.other-site"), Of(await Add(refused, back, asName: "photographer-of-the-annex")));
        Assert.Equal((403, "request.not-allowed"), Of(await Add(refused, back, asName: "returns-desk")));
        Assert.Equal((400, "photo.unknown"), Of(await Add(refused, ReceivingUnderTest.HashOf([1]))));
        Assert.Equal((400, "photo.none"),
            Of(await dock.Post("scanner", $"/parcels/{refused}/photos", new { photos = Array.Empty<string>() })));
        Assert.Equal((404, "parcel.not-found"), Of(await Add(Guid.CreateVersion7().ToString(), back)));

        Task<HttpAnswer> Add(string parcel, string photo, string? another = null, string asName = "scanner") =>
            dock.Post(asName, $"/parcels/{parcel}/photos", new { photos = another is null ? [photo] : new[] { photo, another } });

        static (int, string?) Of(HttpAnswer answer) => (answer.Status, answer.Code);
    }

    [Fact]
    public async Task A_png_is_a_photo_too()
    {
        var png = Pictures.Png("a carton");
        Assert.Equal(204, (await dock.Upload(ReceivingUnderTest.HashOf(png), png, "image/png", "inspector")).Status);
    }

    [Fact]
    public async Task The_bytes_have_to_be_what_the_address_and_the_type_say()
    {
        var other = ReceivingUnderTest.Jpeg("another");
        Assert.Equal((400, "photo.hash-mismatch"), await Refused(Hash, other));
        var text = "MZ not a picture"u8.ToArray();
        Assert.Equal((415, "photo.unsupported-media-type"), await Refused(ReceivingUnderTest.HashOf(text), text));
        Assert.Equal((415, "photo.unsupported-media-type"), await Refused(ReceivingUnderTest.HashOf(other), other, "image/png"));
        Assert.Equal((415, "photo.unsupported-media-type"), await Refused(ReceivingUnderTest.HashOf(other), other, "text/html"));
        Assert.Equal((400, "photo.hash-malformed"), await Refused(Hash.ToUpperInvariant(), Jpeg));
        Assert.Equal((400, "photo.hash-malformed"), await Refused("..%2F..%2Fetc", Jpeg));
        using var http = dock.As("auditor");
        Assert.Equal(404, (int)(await http.GetAsync(new Uri($"/photos/{ReceivingUnderTest.HashOf(other)}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Five_megabytes_are_enough()
    {
        var picture = ReceivingUnderTest.Jpeg("a large one");
        byte[] largest = [.. picture, .. new byte[5 * 1024 * 1024 - picture.Length]];
        Assert.Equal(204, (await dock.Upload(ReceivingUnderTest.HashOf(largest), largest)).Status);
        byte[] larger = [.. largest, 0];
        Assert.Equal((413, "request.too-large"), await Refused(ReceivingUnderTest.HashOf(larger), larger));
    }

    [Fact]
    public async Task Only_those_who_see_the_carton_or_the_unit_upload()
    {
        foreach (var role in new[] { "partner", "operator", "returns-desk" })
            Assert.Equal(403, (await dock.Upload(Hash, Jpeg, asName: role)).Status);
        Assert.Equal(403, (await dock.Get("partner", $"/photos/{Hash}")).Status);
    }

    private async Task<(int, string?)> Refused(string hash, byte[] bytes, string contentType = "image/jpeg")
    {
        var answer = await dock.Upload(hash, bytes, contentType);
        return (answer.Status, answer.Code);
    }
}
