using Microsoft.AspNetCore.Http.Features;

namespace ChatApp.Shell;

/// <summary>
/// Squeezes what is made per request; static files come squeezed from the build, event streams stay as they are.
/// Under TLS a page that shows a secret next to text somebody else chose can be guessed from its length, so there only the API's answers
/// are squeezed, and not those about log-ins.
/// </summary>
internal static class Compression
{
    public static void UseCompression(this WebApplication app)
    {
        app.UseResponseCompression();
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/api/chat", StringComparison.OrdinalIgnoreCase) && http.Features.Get<IHttpsCompressionFeature>() is { } compression)
                compression.Mode = HttpsCompressionMode.Compress;
            return next(http);
        });
    }
}
