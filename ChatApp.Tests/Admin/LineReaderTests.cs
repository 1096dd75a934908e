using ChatApp.Admin.Waiting;
using ChatApp.E2E.Infrastructure;
using ChatApp.Replies;
using ChatApp.Tests.Replies;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>What an admin finds among the unfinished replies.</summary>
[EveryDatabase]
public sealed class LineReaderTests : StagedTests
{
    [Theory]
    [InlineData("", "", 2)]
    [InlineData("", "ALPHA", 1)]
    [InlineData("", "lab/Be", 1)]
    [InlineData("", "%", 0)]
    [InlineData("ANN@", "", 1)]
    [InlineData("ann@", "beta", 0)]
    public async Task RepliesAreFoundByPartsOfUserAndModelWithoutLetterCase(string user, string model, int found)
    {
        await using var app = ReplyApi.Start(Stage, ("Models:Endpoints:0:Models", "Alpha,beta"), ("Models:Endpoints:0:Slots", "2"));
        var (ann, bob) = (await app.NewPersonAsync("ann@example.org"), await app.NewPersonAsync("bob@example.org"));
        var commands = app.Services.GetRequiredService<ReplyCommands>();
        await commands.SendAsync(ann.Id, new(Guid.NewGuid(), "one", Model: new("lab", "alpha")), Ct);
        await commands.SendAsync(bob.Id, new(Guid.NewGuid(), "two", Model: new("lab", "BETA")), Ct);
        string[] called = [(await Stage.NextAsync()).Model, (await Stage.NextAsync()).Model];
        // The server is asked for its models as it spells them.
        Assert.Equal(["Alpha", "beta"], called.Order(StringComparer.Ordinal));
        var monitor = app.Services.GetRequiredService<LineMonitor>();
        using var watching = monitor.Watch(() => { });
        await Poll.UntilAsync("both to run", TimeSpan.FromSeconds(20), () => Task.FromResult(monitor.Overview.All.Busy == 2), Ct);

        var page = await app.Services.GetRequiredService<LineReader>().ReadAsync(new(user, model), 0, Ct);

        Assert.Equal(found, page.Total);
    }
}
