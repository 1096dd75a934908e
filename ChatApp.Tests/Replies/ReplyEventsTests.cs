using System.Net;
using ChatApp.Account;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class ReplyEventsTests : StagedTests
{
    [Fact]
    public async Task AProgramSeesTheLineTheWordsAndTheEnd()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        await person.SendAsync("runs");
        var running = await Stage.NextAsync();
        var sent = await person.SendAsync("waits");
        var seen = new List<ReplyApi.StreamedEvent>();
        var call = running;

        await foreach (var item in person.EventsAsync(sent.ReplyId))
        {
            seen.Add(item);
            switch (item.Type, item.Id)
            {
                case ("position", "0") when call == running:
                    Assert.Equal(1, item.Data.GetProperty("position").GetInt32());
                    Assert.Equal("The model is answering 1 other", item.Data.GetProperty("reason").GetString());
                    await running.FinishAsync("done");
                    call = await Stage.NextAsync();
                    await call.SayAsync("Hel");
                    break;
                case ("delta", "3"):
                    await call.SayAsync("lo \ud83d\ude00");
                    break;
                case ("delta", "8"):
                    await call.FinishAsync();
                    break;
            }
        }

        Assert.Equal("Hello \ud83d\ude00", string.Concat(seen.Where(item => item.Type == "delta").Select(item => item.Data.GetProperty("text").GetString())));
        Assert.All(seen.Where(item => item.Type == "delta"), item =>
            Assert.Equal(item.Id, (item.Data.GetProperty("offset").GetInt32() + item.Data.GetProperty("text").GetString()!.Length).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("queued", seen[0].Data.GetProperty("status").GetString());
        Assert.Equal(("done", "8", "complete"), (seen[^1].Type, seen[^1].Id, seen[^1].Data.GetProperty("status").GetString()));

        // Resuming anywhere repeats and loses nothing.
        Assert.Equal("lo \ud83d\ude00", (await person.FollowAsync(sent.ReplyId, "3")).Single(item => item.Type == "delta").Data.GetProperty("text").GetString());
        Assert.DoesNotContain(await person.FollowAsync(sent.ReplyId, "8"), item => item.Type == "delta");
    }

    [Fact]
    public async Task AStreamOpenedInTheMiddleStartsWithAllThereIs()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var sent = await person.SendAsync("Hi");
        var call = await Stage.NextAsync();
        await call.SayAsync("so far");
        await foreach (var item in person.EventsAsync(sent.ReplyId))
            if (item.Type == "delta")
                break;

        var text = "";
        await foreach (var item in person.EventsAsync(sent.ReplyId, "3"))
            if (item.Type == "delta")
            {
                text += item.Data.GetProperty("text").GetString();
                if (text == "far")
                    await call.FinishAsync(" so good");
            }

        Assert.Equal("far so good", text);
    }

    [Fact]
    public async Task AFailureIsNamedAtTheEnd()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var sent = await person.SendAsync("Hi");
        (await Stage.NextAsync()).Refuse(403);

        var done = (await person.FollowAsync(sent.ReplyId))[^1].Data;

        Assert.Equal(("error", "Refused"), (done.GetProperty("status").GetString(), done.GetProperty("error").GetString()));
        Assert.Equal("Refused", (await person.ReadAsync(sent.ReplyId)).GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task AnOffsetThatNobodyGaveIsRefused()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var sent = await person.SendAsync("Hi");
        (await Stage.NextAsync()).Refuse(403);
        foreach (var offset in new[] { "-1", "x", "1.5" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/chat/message/{sent.ReplyId}/events");
            request.Headers.TryAddWithoutValidation("Last-Event-ID", offset);
            using var answer = await person.Client.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }
    }

    [Fact]
    public async Task AStreamEndsWithTheSessionThatOpenedIt()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var sent = await person.SendAsync("Hi");
        var call = await Stage.NextAsync();
        await call.SayAsync("secret");

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var item in person.EventsAsync(sent.ReplyId))
                if (item.Type == "delta")
                    await app.Services.GetRequiredService<PersonSessions>().EndAllAsync(person.Id, Ct);
        });

        Assert.Equal(HttpStatusCode.Unauthorized, (await person.Client.GetAsync($"/api/chat/message/{sent.ReplyId}/events", Ct)).StatusCode);
        await call.FinishAsync();
    }

    [Fact]
    public async Task OpenStreamsEndCleanlyWhenTheHostStops()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var sent = await person.SendAsync("Hi");
        var call = await Stage.NextAsync();
        var last = "";
        await foreach (var item in person.EventsAsync(sent.ReplyId))
        {
            last = item.Type;
            if (item.Type == "status" && item.Data.GetProperty("status").GetString() == "processing")
                app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }

        Assert.Equal("status", last);
        call.Refuse(400);
    }
}
