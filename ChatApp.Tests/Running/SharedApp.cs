namespace ChatApp.Tests.Running;

/// <summary>One app for all tests of a class that do not mind each other's people.</summary>
public sealed class SharedApp : IAsyncDisposable
{
    public TestApp App { get; } = TestApp.Start();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
