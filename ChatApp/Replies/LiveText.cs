using System.Text;

namespace ChatApp.Replies;

/// <summary>The text of one running reply, growing at its end. One producer, any number of viewers; a viewer can never hold the producer up.</summary>
public sealed class LiveText
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private TaskCompletionSource? changed;

    /// <summary>UTF-16 units so far.</summary>
    public int Length
    {
        get { lock (gate) return text.Length; }
    }

    public bool Ended { get; private set; }

    public void Append(string tail)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            text.Append(tail);
            (waiting, changed) = (changed, null);
        }
        waiting?.TrySetResult();
    }

    /// <summary>Nothing will be appended any more; the row in the database has the last word.</summary>
    public void End()
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            Ended = true;
            (waiting, changed) = (changed, null);
        }
        waiting?.TrySetResult();
    }

    /// <summary>The text from an offset in UTF-16 units; empty when there is no more yet.</summary>
    public string ReadFrom(int offset)
    {
        lock (gate)
            return offset < text.Length ? text.ToString(offset, text.Length - offset) : "";
    }

    /// <summary>True as soon as there is text beyond <paramref name="seen"/>; false once it has ended and all was seen.</summary>
    public async ValueTask<bool> ChangedAsync(int seen, CancellationToken ct)
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (text.Length > seen)
                    return true;
                if (Ended)
                    return false;
                changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting = changed.Task;
            }
            await waiting.WaitAsync(ct);
        }
    }
}
