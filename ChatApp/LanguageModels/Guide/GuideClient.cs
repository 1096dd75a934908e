using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace ChatApp.LanguageModels.Guide;

/// <summary>The built-in help, in the form of a model: it answers from ChatApp's help page, calls nobody and needs nothing.</summary>
internal sealed partial class GuideClient(HelpPage help, ModelCatalog catalog, TimeProvider time) : IChatClient
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(22);
    private readonly GuideAnswers answers = new(help);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Match piece in Pieces().Matches(Answer([.. messages])))
        {
            await Task.Delay(Rhythm, time, cancellationToken);
            yield return new(ChatRole.Assistant, piece.Value);
        }
        yield return new(ChatRole.Assistant, "") { FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private string Answer(List<ChatMessage> messages)
    {
        var asksForTitle = messages.Any(message => message.Role == ChatRole.System && message.Text.Contains("title", StringComparison.OrdinalIgnoreCase));
        return asksForTitle
            ? GuideAnswers.Title(messages.Find(message => message.Role == ChatRole.User)?.Text ?? "")
            : AnswerTo(messages.FindLast(message => message.Role == ChatRole.User));
    }

    private string AnswerTo(ChatMessage? question) => ReceivedFiles.Of(question) is { } received
        ? answers.Received(received, catalog.HasModel)
        : answers.Answer(question?.Text ?? "", catalog.HasModel);

    // Two words at a time read calmly and stream a page in a few seconds.
    [GeneratedRegex(@"\S*\s*\S*\s*", RegexOptions.Singleline)]
    private static partial Regex Pieces();
}
