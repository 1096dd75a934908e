using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace ChatApp.Shell;

/// <summary>On every response, whoever wrote it. Nothing loads from another origin, nothing runs that is not one of our files.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var policy = new Lazy<string>(() => Policy(ImportMapHash(app)));
        app.Use((http, next) =>
        {
            // As the response starts: the error page begins by clearing the headers, and antiforgery adds a weaker one.
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                // A page that carries a secret in its address asks for more.
                if (headers["Referrer-Policy"].Count == 0)
                    headers["Referrer-Policy"] = "same-origin";
                // What answers a program is no page: it needs no more than this, and is asked often.
                if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
                {
                    if (headers.CacheControl.Count == 0)
                        headers.CacheControl = "no-store";
                    if (headers.ContentSecurityPolicy.Count == 0)
                        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
                    return Task.CompletedTask;
                }
                if (headers.ContentSecurityPolicy.Count == 0)
                    headers.ContentSecurityPolicy = policy.Value;
                headers.XFrameOptions = "DENY";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    // MudBlazor writes style elements and attributes as it goes, so styles stay open; scripts do not.
    private static string Policy(string? importMap) => string.Join("; ",
        "default-src 'none'",
        importMap is null ? "script-src 'self'" : $"script-src 'self' 'sha256-{importMap}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'");

    // The import map is the one inline script, the same for a whole build; browsers hash it with plain line ends.
    private static string? ImportMapHash(IEndpointRouteBuilder app) =>
        app.DataSources.SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<ImportMapDefinition>()).FirstOrDefault(map => map is not null) is { } map
            ? Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ToString().ReplaceLineEndings("\n"))))
            : null;
}
