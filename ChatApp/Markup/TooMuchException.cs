namespace ChatApp.Markup;

/// <summary>The text asks for more nesting or work than a message may cost; it is shown as plain text.</summary>
internal sealed class TooMuchException(string message) : Exception(message);
