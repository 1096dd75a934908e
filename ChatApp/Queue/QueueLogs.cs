using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace ChatApp.Queue;

/// <summary>Hangfire keeps one log for the whole process; this one survives the host that it came from, where several hosts share a process.</summary>
internal sealed class QueueLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider logs = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return logs.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
