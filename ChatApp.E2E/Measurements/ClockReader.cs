using System.Buffers.Text;

namespace ChatApp.E2E.Measurements;

/// <summary>Finds the times in what a model wrote that says the time, and how late each arrived.</summary>
internal sealed class ClockReader(Samples lags)
{
    private const int Digits = 13;

    private int read;

    /// <summary>Words that arrived so far.</summary>
    public int Read => Volatile.Read(ref read);

    /// <summary>Takes in a piece of what arrived just now; a word that is cut at its end is not counted.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        while (text.IndexOf((byte)'@') is >= 0 and var at)
        {
            text = text[(at + 1)..];
            if (text.Length < Digits || !Utf8Parser.TryParse(text[..Digits], out long written, out var used) || used != Digits)
                continue;
            lags.Add(TimeSpan.FromMilliseconds(now - written));
            Interlocked.Increment(ref read);
        }
    }
}
