namespace ChatApp.Tests.Replies;

/// <summary>For tests that need a model server for themselves.</summary>
public abstract class StagedTests : IAsyncLifetime
{
    private protected Stage Stage { get; private set; } = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Stage = await Stage.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<ReplyRig> StartAsync(params (string Key, string Value)[] settings) => ReplyRig.StartAsync(Stage, settings);
}
