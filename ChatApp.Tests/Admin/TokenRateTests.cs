using ChatApp.Data;
using ChatApp.Replies;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class TokenRateTests : StagedTests
{
    [Fact]
    public async Task TokensASecondAreThoseOfAllNodesAndFallWhenTheStreamEnds()
    {
        await using var here = await ReplyRig.StartAsync(Stage, ("Models:Endpoints:0:Slots", "2"));
        await using var there = await ReplyRig.StartAsync(Stage, time: null, folder: here.Folder, node: "there", settings: ("Models:Endpoints:0:Slots", "2"));
        var (first, second) = (here.Get<LineMonitor>(), there.Get<LineMonitor>());
        using var one = first.Watch(() => { });
        using var two = second.Watch(() => { });
        var sent = await here.SendAsync(await here.AddPersonAsync());
        var call = await Stage.NextAsync();

        for (var token = 0; token < 60; token++)
            await call.SayAsync("word ");

        await here.UntilAsync(() => Task.FromResult(Rate(first) > 5 && Rate(second) > 5));
        await call.FinishAsync("the end");
        await here.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        await here.UntilAsync(() => Task.FromResult((Rate(first), Rate(second)) == (0, 0)));
    }

    [Fact]
    public async Task WhatADeadNodeLastWroteCountsForThreeSecondsOnly()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = TestApp.Start();
        var rates = new TokenRates(new(time), app.Services.GetRequiredService<NodeIdentity>(), time);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(Ct);
        var boot = Guid.NewGuid();
        db.Add(new Node { Boot = boot, Name = "dead" });
        db.Add(new TokenRate { Boot = boot, Endpoint = "lab", TokensPerSecond = 12.5 });
        await db.SaveChangesAsync(Ct);

        await rates.LookAsync(db, Ct);
        Assert.Equal(12.5, rates.RateOf("lab"));
        time.Advance(TimeSpan.FromSeconds(4));
        await rates.LookAsync(db, Ct);
        Assert.Equal(0, rates.RateOf("lab"));
    }

    private static double Rate(LineMonitor monitor) => monitor.Overview.Endpoints.SingleOrDefault(one => one.Endpoint.Name == "lab")?.Figures.TokensPerSecond ?? 0;
}
