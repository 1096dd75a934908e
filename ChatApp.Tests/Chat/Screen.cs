using Bunit;
using ChatApp.Chat;
using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;
using ChatApp.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Chat;

/// <summary>Draws parts of the chat for one person, on a circuit, with a clock that stands still.</summary>
public abstract class Screen : BunitContext
{
    protected static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    protected ChatPerson Me { get; } = new(Guid.NewGuid());
    protected Guid Here { get; } = Guid.NewGuid();
    protected LineBoard Board { get; } = new();
    protected LiveReplies Live { get; } = new();
    protected PersonChanges Changes { get; } = new();
    protected FakeTimeProvider Time { get; } = new(Noon);

    protected Screen()
    {
        Services.AddSingleton(Board);
        Services.AddSingleton(Live);
        Services.AddSingleton(Changes);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(new DatabaseRetry(Time, NullLogger<DatabaseRetry>.Instance));
    }

    protected IRenderedComponent<MessageItem> Draw(MessageView message, bool last = true)
    {
        SetRendererInfo(new("Server", isInteractive: true));
        return Render<MessageItem>(item => item
            .AddCascadingValue(Me)
            .Add(it => it.Message, message)
            .Add(it => it.ConversationId, Here)
            .Add(it => it.IsLast, last));
    }

    protected static ReplyState State(ReplyStatus status) =>
        new(status, "local", "qwen3", 1, Noon.AddSeconds(-1), Noon, Noon, status.IsFinal() ? Noon.AddSeconds(8.4) : null, 20, 1412, CutByLength: false, LeftOut: 0, Error: null, ErrorText: null);

    protected static MessageView Reply(ReplyState state, string text = "", params Guid[] others)
    {
        var id = Guid.NewGuid();
        return new(id, Guid.NewGuid(), 1, MessageRole.Assistant, text, Noon, null, state, [.. others, id]);
    }

    protected static MessageView Own(string text, Guid? parent = null) =>
        new(Guid.NewGuid(), parent, 0, MessageRole.User, text, Noon, Guid.NewGuid(), null, []);
}
