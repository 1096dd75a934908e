using System.Text.RegularExpressions;

namespace ChatApp.LanguageModels.Guide;

/// <summary>What the Guide says to what.</summary>
internal sealed partial class GuideAnswers(HelpPage help)
{
    private const int TitleLength = 50;

    private const string NotConnected = "**No model is connected yet**, so I, the Guide, answer from ChatApp's help.";
    private const string Examples = "Ask me how something works here, such as *How do I connect a model?*, *What does the line mean?* or *Which keys are there?*";

    /// <summary>The first words of a conversation, for its title: those of its first paragraph.</summary>
    public static string Title(string conversation)
    {
        var start = conversation.ReplaceLineEndings("\n").Trim();
        var line = Spaces().Replace(start.Split("\n\n", 2)[0], " ");
        if (line.Length <= TitleLength)
            return line;
        var end = line.LastIndexOf(' ', TitleLength);
        return $"{line[..(end > 0 ? end : char.IsHighSurrogate(line[TitleLength - 1]) ? TitleLength - 1 : TitleLength)]}…";
    }

    public string Answer(string question, bool hasModel)
    {
        if (string.IsNullOrWhiteSpace(question) || Greeting().IsMatch(question))
            return Welcome(hasModel);
        if (Thanks().IsMatch(question))
            return $"You are welcome. {Examples}";
        return help.Find(question) is { Count: > 0 } found ? Found(found, hasModel) : NothingFound(hasModel);
    }

    /// <summary>What came with a message, and then the answer to its words.</summary>
    public string Received(ReceivedFiles received, bool hasModel)
    {
        var files = $"I received:\n\n{string.Join('\n', received.Lines.Select(line => $"- {Plain(line)}"))}\n\n";
        if (!string.IsNullOrWhiteSpace(received.Words))
            return files + Answer(received.Words, hasModel);
        return files + (hasModel ? "I am the Guide and look into no files. Choose one of the connected models with the **Model** button and send them again." : NotConnected);
    }

    // A file may be named like markup.
    private static string Plain(string line) => Marks().Replace(line, @"\$0");

    private string Welcome(bool hasModel) => hasModel
        ? $"Hello! I am the Guide, the help of ChatApp. {Examples}\n\nFor everything else, choose one of the connected models with the **Model** button."
        : $"""
          Hello, and welcome to ChatApp!

          {NotConnected} {Examples}

          ### Connecting a model

          The shortest way is Ollama, on this machine:

          ```bash
          ollama pull llama3.2
          ollama serve
          ```

          ChatApp finds it by itself. For every other server:

          {help["Connecting a model"].Body}
          """;

    private static string Found(IReadOnlyList<HelpSection> found, bool hasModel)
    {
        var answer = $"### {found[0].Title}\n\n{found[0].Body}";
        if (found.Count > 1)
            answer += $"\n\nSee also: {string.Join(", ", found.Skip(1).Select(section => $"*{section.Title}*"))}. Just ask.";
        return hasModel ? answer : $"{answer}\n\n---\n{NotConnected}";
    }

    private string NothingFound(bool hasModel) =>
        $"""
        I found nothing about that in ChatApp's help. I am the Guide: I know ChatApp, and nothing else.

        {(hasModel
            ? "For a question like this, choose one of the connected models with the **Model** button and send it again."
            : "**No model is connected yet**; once one is, it can answer this. *How do I connect a model?* tells you how.")}

        I can tell you about:

        {string.Join('\n', help.Sections.Select(section => $"- {section.Title}"))}
        """;

    [GeneratedRegex(@"^\W*(hello|hi|hey|hallo|hola|bonjour|moin|servus|greetings|good (morning|afternoon|evening|day)|guten (tag|morgen|abend))([ ,]+(there|guide|chatapp|everyone|all))*\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"^\W*(thanks|thank you|thx|danke|merci|great|ok|okay|cool|nice)([ ,]+(so much|very much|a lot|guide))*\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"[\\`*_\[\]<>#!|~]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
