using SkiaSharp;

namespace ChatApp.Files.Reader;

/// <summary>Makes of a picture an upright copy without metadata that models and viewers get, and a thumbnail.</summary>
internal static class PictureReader
{
    private const int ThumbnailSide = 320;
    private const int Quality = 88;
    private const int MostPngBytes = 4 << 20;

    public static ReaderAnswer Read(ReaderCommand command)
    {
        using var codec = SKCodec.Create(command.Path);
        if (codec is null)
            return ReaderAnswer.Unreadable("This picture could not be read.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        // From the header, before anything of that size is asked for.
        if ((long)width * height > command.MaxPixels)
            return ReaderAnswer.Unreadable(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"This picture has {(long)width * height / 1e6:0} megapixels; at most {command.MaxPixels / 1e6:0.#} are accepted."));
        if (width < 1 || height < 1)
            return ReaderAnswer.Unreadable("This picture could not be read.");
        using var decoded = PictureDecoder.Decode(codec, command.Side);
        if (decoded is null)
            return ReaderAnswer.Unreadable("This picture is damaged or incomplete.");
        // Else each drawing of it would begin with a copy.
        decoded.SetImmutable();
        var turned = (int)codec.EncodedOrigin >= (int)SKEncodedOrigin.LeftTop;
        return new(Width: turned ? height : width, Height: turned ? width : height)
        {
            Parts = new Dictionary<FilePart, byte[]>
            {
                [FilePart.Picture] = Encode(decoded, codec.EncodedOrigin, turned, command.Side),
                [FilePart.Thumbnail] = Encode(decoded, codec.EncodedOrigin, turned, ThumbnailSide),
            },
        };
    }

    private static byte[] Encode(SKBitmap picture, SKEncodedOrigin origin, bool turned, int side)
    {
        var scale = Math.Min(1f, side / (float)Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
        using var surface = SKSurface.Create(new SKImageInfo(turned ? height : width, turned ? width : height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()))
            ?? throw new InvalidOperationException("No room for the picture.");
        surface.Canvas.Concat(Upright(origin, width, height));
        using var image = SKImage.FromBitmap(picture);
        surface.Canvas.DrawImage(image, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var upright = surface.Snapshot();
        if (picture.AlphaType is not SKAlphaType.Opaque)
        {
            using var png = upright.Encode(SKEncodedImageFormat.Png, 100);
            if (png.Size <= MostPngBytes)
                return png.ToArray();
        }
        using var jpeg = upright.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    /// <summary>How a camera held the picture, undone; sizes are those before turning.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
