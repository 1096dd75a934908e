using System.Runtime.InteropServices;
using SkiaSharp;

namespace ChatApp.Files.Reader;

/// <summary>Decodes a picture no larger than is needed of it: 50 megapixels as they are would be 200 MB.</summary>
internal static class PictureDecoder
{
    private const long MostPixels = 16_000_000;

    /// <returns>At least as large as asked for where the picture is; null when it is damaged or cut off.</returns>
    public static SKBitmap? Decode(SKCodec codec, int side)
    {
        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = longer > side ? codec.GetScaledDimensions(side / (float)longer) : codec.Info.Size;
        // Some formats scale in coarse steps, and the nearest may be too small.
        if (Math.Max(size.Width, size.Height) < Math.Min(side, longer) / 2)
            size = codec.Info.Size;
        return (long)size.Width * size.Height <= MostPixels ? Whole(codec, size) : ByBands(codec, (longer + side - 1) / side);
    }

    private static SKImageInfo Wanted(SKCodec codec, SKSizeI size) =>
        new(size.Width, size.Height, SKColorType.Rgba8888, codec.Info.AlphaType is SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());

    private static SKBitmap? Whole(SKCodec codec, SKSizeI size)
    {
        var bitmap = new SKBitmap(Wanted(codec, size));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        return null;
    }

    /// <summary>Band by band from the top, a square of so many pixels becoming one. Each band is sought from the beginning, so they are as high as memory allows.</summary>
    private static SKBitmap? ByBands(SKCodec codec, int step)
    {
        var full = Wanted(codec, codec.Info.Size);
        var small = new SKBitmap(Wanted(codec, new(full.Width / step, full.Height / step)));
        var rows = (int)Math.Max(1, MostPixels / full.Width / step) * step;
        var band = new byte[full.RowBytes * rows];
        var target = small.GetPixelSpan();
        var pin = GCHandle.Alloc(band, GCHandleType.Pinned);
        try
        {
            for (var y = 0; y < small.Height; y += rows / step)
            {
                var height = Math.Min(rows, full.Height - (y * step));
                var options = new SKCodecOptions(SKRectI.Create(0, y * step, full.Width, height));
                if (codec.StartIncrementalDecode(full, pin.AddrOfPinnedObject(), full.RowBytes, options) is not SKCodecResult.Success
                    || codec.IncrementalDecode(out _) is not SKCodecResult.Success)
                {
                    small.Dispose();
                    return null;
                }
                for (var line = 0; line < height / step && y + line < small.Height; line++)
                    Average(band.AsSpan(line * step * full.RowBytes), full.RowBytes, step, target.Slice((y + line) * small.RowBytes, small.RowBytes), small.Width);
            }
            return small;
        }
        finally
        {
            pin.Free();
        }
    }

    private static void Average(ReadOnlySpan<byte> lines, int rowBytes, int step, Span<byte> target, int width)
    {
        for (var x = 0; x < width; x++)
            for (var channel = 0; channel < 4; channel++)
            {
                var sum = 0;
                for (var dy = 0; dy < step; dy++)
                    for (var dx = 0; dx < step; dx++)
                        sum += lines[(dy * rowBytes) + (((x * step) + dx) * 4) + channel];
                target[(x * 4) + channel] = (byte)(sum / (step * step));
            }
    }
}
