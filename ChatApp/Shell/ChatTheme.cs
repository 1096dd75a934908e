using MudBlazor;

namespace ChatApp.Shell;

/// <summary>MudBlazor's share of the look. The colours on the page come from the tokens in <c>wwwroot/app.css</c>, which follow the system's setting without a script; these are the same ones.</summary>
internal static class ChatTheme
{
    private static readonly string[] Fonts = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2f5d50",
            Secondary = "#655f57",
            Info = "#2f5d50",
            Success = "#2f5d50",
            Warning = "#8a5a12",
            Error = "#9a2f2f",
            Background = "#fbfaf8",
            Surface = "#fbfaf8",
            TextPrimary = "#1f1d1a",
            TextSecondary = "#655f57",
            LinesDefault = "#e4e0d9",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fc7b3",
            Secondary = "#a3a09a",
            Info = "#8fc7b3",
            Success = "#8fc7b3",
            Warning = "#e0b46a",
            Error = "#f09a9a",
            Background = "#17171a",
            Surface = "#17171a",
            TextPrimary = "#ececea",
            TextSecondary = "#a3a09a",
            LinesDefault = "#2e2e34",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "9px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "1rem", LineHeight = "1.6", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = ".875rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
        },
    };
}
