using Bunit;
using ChatApp.Resilience;
using ChatApp.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Resilience;

public sealed class DatabaseNoticeTests : BunitContext
{
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItShowsWhileAReadingFailsAndAfterARefusedCommand()
    {
        using var retry = new DatabaseRetry(time, NullLogger<DatabaseRetry>.Instance);
        Services.AddSingleton(retry);
        SetRendererInfo(new("Server", isInteractive: true));
        var notice = Render<DatabaseNotice>();
        Assert.Equal((false, "status"), (IsShown(notice), notice.Find("div").GetAttribute("role")));

        var away = true;
        var reading = retry.ReadAsync(_ => away ? throw UnreliableDatabase.Trouble() : Task.FromResult(1), null, Ct);
        Assert.True(IsShown(notice));
        Assert.Contains("ChatApp keeps trying", notice.Markup, StringComparison.Ordinal);

        await retry.TryAsync(_ => throw UnreliableDatabase.Trouble(), Ct);
        notice.WaitForAssertion(() => Assert.Contains("Nothing was changed", notice.Markup, StringComparison.Ordinal));

        time.Advance(TimeSpan.FromSeconds(1));
        away = false;
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
        time.Advance(TimeSpan.FromSeconds(10));
        notice.WaitForAssertion(() => Assert.False(IsShown(notice)));
    }

    private static bool IsShown(IRenderedComponent<DatabaseNotice> notice) =>
        notice.Find("div").HasAttribute("data-shown");
}
