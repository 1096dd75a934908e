using System.Text;

namespace ChatApp.Markup;

/// <summary>The text so far, as the parser wants it: every line ends with one \n, and no character is cut in two.</summary>
internal sealed class Intake
{
    private string held = "";

    public StringBuilder Text { get; private set; } = new();

    /// <summary>UTF-16 units that came in.</summary>
    public int Taken { get; private set; }

    /// <summary>Takes in more, and answers with what that added to the text.</summary>
    public string Take(string tail)
    {
        Taken += tail.Length;
        tail = held + tail;
        var whole = tail.Length > 0 && (tail[^1] == '\r' || char.IsHighSurrogate(tail[^1])) ? tail.Length - 1 : tail.Length;
        held = tail[whole..];
        var added = Lines(tail[..whole]);
        Text.Append(added);
        return added;
    }

    public void End()
    {
        Text.Append(Lines(held));
        held = "";
    }

    /// <summary>The reply has been read; <see cref="Taken"/> stays.</summary>
    public void Forget() => Text = new();

    // Not ReplaceLineEndings: it takes form feeds and other separators for line ends too, markdown does not.
    private static string Lines(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
}
