using System.Runtime.InteropServices;
using SkiaSharp;

namespace ChatApp.Files.Reader;

/// <summary>Decodes a picture no larger than is needed of it: 50 megapixels as they are would be 200 MB.</summary>
internal static class PictureDecoder
{
    private const long MostPixels = 20_000_000;

    /// <returns>At least as large as asked for where the picture is; null when it is damaged or cut off.</returns>
    public static SKBitmap? Decode(SKCodec codec, int side)
    {
        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = longer > side ? codec.GetScaledDimensions(side / (float)longer) : codec.Info.Size;
        // Some formats scale in coarse steps, and the nearest may be too small.
        if (Math.Max(size.Width, size.Height) < Math.Min(side, longer) / 2)
            size = codec.Info.Size;
        return (long)size.Width * size.Height <= MostPixels ? Whole(codec, size) : ByLines(codec, (longer + side - 1) / side);
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

    /// <summary>Line by line, a square of so many pixels becoming one.</summary>
    private static SKBitmap? ByLines(SKCodec codec, int step)
    {
        var full = Wanted(codec, codec.Info.Size);
        var small = new SKBitmap(Wanted(codec, new(full.Width / step, full.Height / step)));
        if (codec.ScanlineOrder is not SKCodecScanlineOrder.TopDown || codec.StartScanlineDecode(full) is not SKCodecResult.Success)
        {
            small.Dispose();
            return null;
        }
        var lines = new byte[full.RowBytes * step];
        var target = small.GetPixelSpan();
        var pin = GCHandle.Alloc(lines, GCHandleType.Pinned);
        try
        {
            for (var y = 0; y < small.Height; y++)
            {
                if (codec.GetScanlines(pin.AddrOfPinnedObject(), step, full.RowBytes) != step)
                {
                    small.Dispose();
                    return null;
                }
                Average(lines, full.RowBytes, step, target.Slice(y * small.RowBytes, small.RowBytes), small.Width);
            }
            return small;
        }
        finally
        {
            pin.Free();
        }
    }

    private static void Average(byte[] lines, int rowBytes, int step, Span<byte> target, int width)
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
