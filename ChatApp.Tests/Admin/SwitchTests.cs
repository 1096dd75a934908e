using System.Net;
using System.Net.Http.Json;
using ChatApp.Admin.Endpoints;
using ChatApp.Admin.Switchboard;
using ChatApp.Data;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class SwitchTests : StagedTests
{
    [Fact]
    public async Task SwitchesOutliveARestartAndReachAnotherNodeWithinASecondOrTwo()
    {
        var folder = Directory.CreateTempSubdirectory("chatapp-switches-").FullName;
        try
        {
            Guid admin;
            await using (var app = TestApp.Start(Settings("a"), folder: folder))
            {
                admin = (await app.NewPersonAsync()).Id;
                await using var other = TestApp.Start(Settings("b"), folder: folder);
                var watch = other.Services.GetRequiredService<SwitchWatch>();
                var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                watch.Changed += () =>
                {
                    if (watch.Now is { Draining: true, RegistrationOpen: false, Announcement: "Tea at four" })
                        heard.TrySetResult();
                };
                await using var desk = await Desk.OpenAsync(app, admin);
                await desk.Services.GetRequiredService<SwitchActions>().DrainAsync(true, Ct);
                await desk.Services.GetRequiredService<SwitchActions>().OpenRegistrationAsync(false, Ct);
                await desk.Services.GetRequiredService<SwitchActions>().AnnounceAsync("  Tea\nat\u202E four ", Ct);
                await desk.Services.GetRequiredService<EndpointActions>().PauseAsync("lab", true, Ct);
                await desk.Services.GetRequiredService<EndpointActions>().SetSlotsAsync("lab", 3, Ct);
                await heard.Task.WaitAsync(TimeSpan.FromSeconds(2), Ct);
                using var refused = await other.Anonymous().PostAsJsonAsync("/api/auth/register", new { email = "new@example.org", password = TestApp.Password }, Ct);
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            }

            await using var again = TestApp.Start(Settings("a"), folder: folder);
            var now = again.Services.GetRequiredService<SwitchWatch>().Now;
            Assert.Equal((true, false, "Tea at four"), (now.Draining, now.RegistrationOpen, now.Announcement));
            Assert.Contains("Tea at four", await again.Anonymous().GetStringAsync("/login", Ct), StringComparison.Ordinal);
            using var page = await again.Anonymous().GetAsync("/register", Ct);
            Assert.DoesNotContain("Confirm password", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            var lab = await again.QueryAsync(db => db.Endpoints.AsNoTracking().SingleAsync(row => row.Name == "lab"));
            Assert.Equal((true, 3), (lab.Paused, lab.Slots));
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task WhileChatAppIsDrainedWhatRunsGoesOnNothingStartsAndThoseWhoWaitAreToldWhy()
    {
        await using var app = TestApp.Start(Settings("a"));
        await using var desk = await Desk.OpenAsync(app, (await app.NewPersonAsync()).Id);
        var person = await app.NewPersonAsync();
        var runs = await person.SendAsync("runs");
        var call = await Stage.NextAsync();
        var switches = desk.Services.GetRequiredService<SwitchActions>();

        await switches.DrainAsync(true, Ct);
        var waits = await person.SendAsync("waits");
        var told = await FirstAsync(person, waits.ReplyId, "position");
        await call.FinishAsync("done");
        await person.FollowAsync(runs.ReplyId);

        Assert.Equal("ChatApp is about to be updated", told.GetProperty("reason").GetString());
        Assert.Equal("queued", (await person.ReadAsync(waits.ReplyId)).GetProperty("status").GetString());
        Assert.False(Stage.HasNext);
        await switches.DrainAsync(false, Ct);
        await (await Stage.NextAsync()).FinishAsync("after");
        Assert.Equal("complete", (await person.FollowAsync(waits.ReplyId))[^1].Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task APauseIsSeenByThoseWhoWaitAndMoreSlotsStartThemAtOnce()
    {
        await using var app = TestApp.Start(Settings("a"));
        await using var desk = await Desk.OpenAsync(app, (await app.NewPersonAsync()).Id);
        var endpoints = desk.Services.GetRequiredService<EndpointActions>();
        var person = await app.NewPersonAsync();
        await endpoints.PauseAsync("lab", true, Ct);
        var first = await person.SendAsync("first");
        await person.SendAsync("second");

        Assert.Equal("paused by an admin", (await FirstAsync(person, first.ReplyId, "position")).GetProperty("reason").GetString());
        await endpoints.PauseAsync("lab", false, Ct);
        var one = await Stage.NextAsync();
        await endpoints.SetSlotsAsync("lab", 2, Ct);
        var two = await Stage.NextAsync();
        await one.FinishAsync("done");
        await two.FinishAsync("done");
    }

    private Dictionary<string, string?> Settings(string node) => new()
    {
        ["Node:Name"] = node,
        ["Models:Endpoints:0:Name"] = "lab",
        ["Models:Endpoints:0:Url"] = Stage.Url.ToString(),
        ["Models:Endpoints:0:Slots"] = "1",
        ["Models:Endpoints:0:Models"] = "alpha",
        ["Models:Default"] = "lab/alpha",
    };

    private static async Task<System.Text.Json.JsonElement> FirstAsync(TestPerson person, string replyId, string type)
    {
        await foreach (var item in person.EventsAsync(replyId))
            if (item.Type == type)
                return item.Data;
        throw new InvalidOperationException($"No event of type {type} came.");
    }
}
