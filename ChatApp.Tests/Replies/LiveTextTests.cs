using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

public sealed class LiveTextTests
{
    [Fact]
    public async Task AViewerThatComesLateReadsFromTheStart()
    {
        var text = new LiveText();
        text.Append("Hello ");
        text.Append("world");

        Assert.True(await text.ChangedAsync(0, TestContext.Current.CancellationToken));
        Assert.Equal("Hello world", text.ReadFrom(0));
        Assert.Equal("world", text.ReadFrom(6));
        Assert.Equal("", text.ReadFrom(11));
    }

    [Fact]
    public async Task AViewerSleepsUntilThereIsMore()
    {
        var text = new LiveText();
        text.Append("a");

        var changed = text.ChangedAsync(1, TestContext.Current.CancellationToken);
        Assert.False(changed.IsCompleted);
        text.Append("b");

        Assert.True(await changed);
    }

    [Fact]
    public async Task TheEndComesAfterTheLastText()
    {
        var text = new LiveText();
        text.Append("all");
        text.End();

        Assert.True(await text.ChangedAsync(0, TestContext.Current.CancellationToken));
        Assert.False(await text.ChangedAsync(3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ManyViewersReadTheSameTextWhileItGrows()
    {
        var text = new LiveText();
        var viewers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var read = "";
            while (await text.ChangedAsync(read.Length, TestContext.Current.CancellationToken))
                read += text.ReadFrom(read.Length);
            return read;
        })).ToList();
        for (var i = 0; i < 2_000; i++)
            text.Append($"{i} ");
        text.End();

        var whole = text.ReadFrom(0);
        Assert.All(await Task.WhenAll(viewers), read => Assert.Equal(whole, read));
    }
}
