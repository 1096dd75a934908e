using System.Text;

namespace ChatApp.LanguageModels;

/// <summary>Takes a <c>&lt;think&gt;</c> block at the start of a reply, which some servers send as text, out of the answer. Later ones are the model's own words.</summary>
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

    /// <returns>What of the piece belongs to the answer and what to the thoughts; the rest waits until more has come.</returns>
    public (string Answer, string Thought) Take(string piece)
    {
        var thought = "";
        if (state is State.Answer || piece.Length == 0)
            return (piece, thought);
        if (state is State.Start)
            piece = TakeStart(piece);
        if (state is State.Inside)
            (piece, thought) = TakeInside(piece);
        if (state is State.Behind)
        {
            piece = piece.TrimStart();
            state = piece.Length > 0 ? State.Answer : State.Behind;
        }
        return (piece, thought);
    }

    /// <summary>What still waited when nothing more came.</summary>
    public (string Answer, string Thought) Rest() => state switch
    {
        State.Start => (held.ToString(), ""),
        State.Inside => ("", held.ToString()),
        _ => ("", ""),
    };

    private string TakeStart(string piece)
    {
        held.Append(piece);
        var text = held.ToString();
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith(Open))
        {
            held.Clear();
            state = State.Inside;
            return start[Open.Length..].TrimStart().ToString();
        }
        if (Open.AsSpan().StartsWith(start))
            return "";
        state = State.Answer;
        return text;
    }

    // Only what could be the beginning of the closing mark is kept back.
    private (string Answer, string Thought) TakeInside(string piece)
    {
        var text = held.Append(piece).ToString();
        held.Clear();
        if (text.IndexOf(Close, StringComparison.Ordinal) is var end and >= 0)
        {
            state = State.Behind;
            return (text[(end + Close.Length)..], text[..end]);
        }
        var kept = Math.Min(text.Length, Close.Length - 1);
        while (!Close.StartsWith(text[^kept..], StringComparison.Ordinal))
            kept--;
        held.Append(text.AsSpan(text.Length - kept));
        return ("", text[..^kept]);
    }
}
