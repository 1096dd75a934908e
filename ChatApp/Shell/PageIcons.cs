using Microsoft.Extensions.FileProviders;

namespace ChatApp.Shell;

/// <summary>The page's icons as addresses that hold the picture itself: a browser asks for them anew at each new address of a page.</summary>
internal sealed class PageIcons(IWebHostEnvironment host)
{
    public string Calm { get; } = Inline(host.WebRootFileProvider.GetFileInfo("icon.svg"));

    /// <summary>Shown while there are answers that nobody has seen.</summary>
    public string News { get; } = Inline(host.WebRootFileProvider.GetFileInfo("icon-news.svg"));

    private static string Inline(IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream());
        return "data:image/svg+xml," + Uri.EscapeDataString(reader.ReadToEnd());
    }
}
