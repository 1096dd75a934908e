using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Tests.Running;
using SkiaSharp;

namespace ChatApp.Tests.Files;

/// <summary>Pictures at the edge of what is decoded, and beyond.</summary>
[EveryDatabase]
public sealed class HostilePictureTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.gif", 60_000)]
    [InlineData("a.png", 20_000)]
    [InlineData("a.webp", 5_000)]
    public async Task OfAnAnimationOnlyTheFirstFrameIsDrawn(string name, int frames)
    {
        var person = await shared.App.NewPersonAsync();
        var bytes = name switch
        {
            "a.gif" => Bombs.AnimatedGif(64, 48, frames),
            "a.png" => Bombs.AnimatedPng(frames),
            _ => Bombs.AnimatedWebP(frames),
        };

        var info = await person.CheckedAsync((await person.UploadAsync(name, bytes)).Id);

        Assert.Equal(("ready", 64, 48), (info.GetProperty("state").GetString(), info.GetProperty("width").GetInt32(), info.GetProperty("height").GetInt32()));
        var drawn = await person.Client.GetByteArrayAsync($"/api/files/{info.GetProperty("id").GetString()}/picture", Ct);
        using var codec = SKCodec.Create(new MemoryStream(drawn));
        Assert.True(codec.EncodedFormat is SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png);
        Assert.InRange(drawn.Length, 1, 20_000);
        Assert.DoesNotContain("acTL", System.Text.Encoding.Latin1.GetString(drawn), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, 5_000, false)]
    [InlineData(6_000, 3_000, true)]
    public async Task LargePicturesAreReadBandByBand(int width, int height, bool interlaced)
    {
        var person = await shared.App.NewPersonAsync();

        var info = await person.CheckedAsync((await person.UploadAsync("large.png", Bombs.WhitePng(width, height, interlaced))).Id);

        Assert.Equal(("ready", width, height), (info.GetProperty("state").GetString(), info.GetProperty("width").GetInt32(), info.GetProperty("height").GetInt32()));
        using var drawn = SKBitmap.Decode(await person.Client.GetByteArrayAsync($"/api/files/{info.GetProperty("id").GetString()}/picture", Ct));
        Assert.Equal((2000, 1000), (drawn.Width, drawn.Height));
        // Down to its last line.
        Assert.Equal((SKColors.White, SKColors.White), (drawn.GetPixel(0, 0), drawn.GetPixel(1999, 999)));
    }

    [Fact]
    public async Task OnePixelMoreThanIsAcceptedIsRefusedWithASentence()
    {
        var person = await shared.App.NewPersonAsync();

        var info = await person.CheckedAsync((await person.UploadAsync("large.png", Bombs.WhitePng(10_200, 5_000, interlaced: false))).Id);

        Assert.Equal(("unreadable", "This picture has 51 megapixels; at most 50 are accepted."), (info.GetProperty("state").GetString(), info.GetProperty("problem").GetString()));
        using var thumbnail = await person.Client.GetAsync($"/api/files/{info.GetProperty("id").GetString()}/thumbnail", Ct);
        Assert.Equal(HttpStatusCode.NotFound, thumbnail.StatusCode);
        Assert.Equal(50_000_000, (await person.Client.GetFromJsonAsync<JsonElement>("/api/files/limits", Ct)).GetProperty("maxPixels").GetInt32());
    }

    [Fact]
    public async Task APictureThatNeedsTooMuchMemoryIsSaidTo()
    {
        await using var app = TestApp.Start(new() { ["Files:ReaderMegabytes"] = "128" });
        var person = await app.NewPersonAsync();

        // Its rows come one by one, each seven times: they all have to be kept.
        var info = await person.CheckedAsync((await person.UploadAsync("large.png", Bombs.WhitePng(5_000, 3_000, interlaced: true))).Id);

        Assert.Equal(("unreadable", "Reading this picture takes too much memory. Save it smaller, or as a plain JPEG or PNG, and attach it again."), (info.GetProperty("state").GetString(), info.GetProperty("problem").GetString()));
    }
}
