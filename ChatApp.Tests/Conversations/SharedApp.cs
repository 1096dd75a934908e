using ChatApp.Tests.Running;

namespace ChatApp.Tests.Conversations;

/// <summary>One app for the tests of a class; each of them brings a person of its own.</summary>
public sealed class SharedApp : IAsyncDisposable
{
    public TestApp App { get; } = TestApp.Start();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
