using Microsoft.Extensions.Configuration.Json;

namespace ChatApp.Shell;

/// <summary>Where the host finds its settings and files, and where it listens when nobody says.</summary>
internal static class HostStart
{
    private const string Address = "http://localhost:5080";
    private static readonly string[] Addressing = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot(args) });
        builder.AddDeveloperSettings();
        builder.LetAFailedStartBeCalm();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Forms are read before anybody knows who sends them. What may be larger says so at its route.
            kestrel.Limits.MaxRequestBodySize = Account.ApiGroup.BodyLimit;
        });
        // Only needed before publishing, and by itself done in Development alone: elsewhere packages' styles would come back empty.
        builder.WebHost.UseStaticWebAssets();
        if (!Addressing.Any(key => builder.Configuration.GetSection(key).Exists()))
            builder.WebHost.UseUrls(Address);
        return builder;
    }

    // A published app may be started from any folder; its files lie beside its dll.
    private static string? ContentRoot(string[] args)
    {
        if (args.Any(arg => arg.Contains("contentRoot", StringComparison.OrdinalIgnoreCase)) || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null)
            return null;
        var isPublished = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        return isPublished || !File.Exists("appsettings.json") ? AppContext.BaseDirectory : null;
    }

    // The file beside the solution, which the host by itself does not look for; environment variables and arguments still win.
    private static void AddDeveloperSettings(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment() || Above(AppContext.BaseDirectory) is not { } file)
            return;
        var source = new JsonConfigurationSource { Path = file, ReloadOnChange = false };
        source.ResolveFileProvider();
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var last = sources.OfType<JsonConfigurationSource>().Last();
        sources.Insert(sources.IndexOf(last) + 1, source);
    }

    private static string? Above(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            if (File.Exists(Path.Combine(parent.FullName, "ChatApp.sln")))
                return Path.Combine(parent.FullName, "appsettings.Development.json") is var file && File.Exists(file) ? file : null;
        }
        return null;
    }
}
