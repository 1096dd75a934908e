using System.Runtime.CompilerServices;

namespace ChatApp.Tests.Structure;

/// <summary>The app's own source files, read as text.</summary>
internal static class Source
{
    public static string Root { get; } = FindRoot();

    /// <summary>Path below <c>ChatApp/</c> with forward slashes, and text; made files left out.</summary>
    public static IEnumerable<(string Path, string Text)> Files(params string[] endings) =>
        from file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where endings.Any(path.EndsWith) && !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "ChatApp"));
}
