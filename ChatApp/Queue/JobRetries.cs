using Hangfire;

namespace ChatApp.Queue;

/// <summary>Hangfire runs a failed job ten times more by default, and each run could be billed. What should run again is decided by rows, never by the engine.</summary>
internal static class JobRetries
{
    private static readonly Lock Gate = new();
    private static bool forbidden;

    /// <summary>For the whole process: Hangfire's filters belong to no host.</summary>
    public static void Forbid()
    {
        lock (Gate)
        {
            if (!forbidden)
            {
                GlobalJobFilters.Filters.Remove<AutomaticRetryAttribute>();
                GlobalJobFilters.Filters.Add(new AutomaticRetryAttribute { Attempts = 0 });
                forbidden = true;
            }
        }
    }
}
