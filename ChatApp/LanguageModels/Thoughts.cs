using System.Text;

namespace ChatApp.LanguageModels;

/// <summary>Leaves out a <c>&lt;think&gt;</c> block at the start of a reply, which some servers send as text. Later ones are the model's own words.</summary>
internal sealed class Thoughts
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    private readonly StringBuilder held = new();
    private State state = State.Start;

    private enum State
    {
        Start,
        Inside,
        Behind,
        Answer,
    }

    public string Take(string piece)
    {
        if (state is State.Answer || piece.Length == 0)
            return piece;
        if (state is State.Start)
            piece = TakeStart(piece);
        if (state is State.Inside)
            piece = TakeInside(piece);
        if (state is State.Behind)
        {
            piece = piece.TrimStart();
            state = piece.Length > 0 ? State.Answer : State.Behind;
        }
        return piece;
    }

    /// <summary>What still waited when nothing more came.</summary>
    public string Rest() => state is State.Start ? held.ToString() : "";

    private string TakeStart(string piece)
    {
        held.Append(piece);
        var text = held.ToString();
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith(Open))
        {
            held.Clear();
            state = State.Inside;
            return start[Open.Length..].ToString();
        }
        if (Open.AsSpan().StartsWith(start))
            return "";
        state = State.Answer;
        return text;
    }

    // Only what could be the beginning of the closing mark is kept.
    private string TakeInside(string piece)
    {
        var text = held.Append(piece).ToString();
        held.Clear();
        if (text.IndexOf(Close, StringComparison.Ordinal) is var end and >= 0)
        {
            state = State.Behind;
            return text[(end + Close.Length)..];
        }
        held.Append(text.AsSpan(Math.Max(0, text.Length - Close.Length + 1)));
        return "";
    }
}
