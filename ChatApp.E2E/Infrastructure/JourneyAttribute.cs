using System.Runtime.CompilerServices;

namespace ChatApp.E2E.Infrastructure;

/// <summary>A test in the browser: it ends by itself within three minutes, whatever happens.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JourneyAttribute : FactAttribute
{
    public JourneyAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Timeout = 180_000;
}
