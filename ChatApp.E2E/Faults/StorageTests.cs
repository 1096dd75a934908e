extern alias product;

using System.Net;
using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>A database that cannot be written: for a moment, for long, because the disk is full, or because it is gone.</summary>
[SqliteOnly("its file is locked, moved away, or on a full disk")]
public sealed class StorageTests(TestRun run)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey(Timeout = 240_000)]
    public async Task ALockOfSecondsIsNotNoticedAndALongerOneIsSaidAndPassesWithoutARestart()
    {
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 4, Ct);
        using var person = await Sender.RegisterAsync(world.App.Address, ledger, Ct);

        const int unnoticed = 5;
        var sending = person.Person.TryAsync(HttpMethod.Post, "api/chat/message", new { clientMessageId = Guid.NewGuid(), text = $"warm{unnoticed} tokens=1" }, TimeSpan.FromSeconds(30), Ct);
        await sending;
        var streaming = await person.SendAsync($"locked{unnoticed} kind=counted tokens={unnoticed * 20 + 40} rate=20", null, Ct);
        await world.Rows.ReachesAsync(streaming.ReplyId, ReplyStatus.Streaming, Ct);
        await using (await world.Rows.LockAsync(Ct))
        {
            sending = person.Person.TryAsync(HttpMethod.Post, "api/chat/message", new { clientMessageId = Guid.NewGuid(), text = $"sent{unnoticed} tokens=1" }, TimeSpan.FromSeconds(30), Ct);
            await PassAsync(TimeSpan.FromSeconds(unnoticed));
            Assert.False(sending.IsCompleted);
        }
        Assert.NotNull(await sending);
        await world.Rows.ReachesAsync(streaming.ReplyId, ReplyStatus.Complete, Ct);

        foreach (var noticed in new[] { 20, 60 })
        {
            var longer = await person.SendAsync($"locked{noticed} kind=counted tokens={noticed * 20 - 100} rate=20", null, Ct);
            var silent = await person.SendAsync($"silent{noticed} kind=counted tokens=9 gate=gate{noticed}@0", null, Ct);
            await world.Rows.ReachesAsync(longer.ReplyId, ReplyStatus.Streaming, Ct);
            await world.ReachedAsync($"gate{noticed}", Ct);
            var (id, text) = (Guid.NewGuid(), $"sent{noticed} kind=counted tokens=4");
            await using (await world.Rows.LockAsync(Ct))
            {
                var began = TimeProvider.System.GetTimestamp();
                await world.Model.OpenGateAsync($"gate{noticed}", Ct);
                using var refused = await PostAsync(person, id, text);
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.StatusCode, refused.Headers.GetValues("Retry-After").Single()));
                Assert.Contains("urn:chatapp:unavailable", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
                Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12));
                // Whoever reads notices nothing.
                await person.InsistAsync(HttpMethod.Get, $"api/chat/conversation/{longer.ConversationId}", null, Ct);
                await PassAsync(TimeSpan.FromSeconds(noticed) - TimeProvider.System.GetElapsedTime(began));
            }
            await person.SendAsync(text, null, Ct, clientId: id);
            await world.SettledAsync(Ct);
            Assert.Equal(ReplyStatus.Complete, (await world.Rows.ReplyAsync(longer.ReplyId, Ct)).Status);
            Assert.Equal(ReplyStatus.Complete, (await world.Rows.ReplyAsync(silent.ReplyId, Ct)).Status);
        }
    }

    [Journey]
    public async Task AFullDiskIsSaidLosesNothingThatWasAcceptedAndPassesWithoutARestart()
    {
        using var disk = SmallDisk.Mount(megabytes: 16);
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 4, Ct, ("Storage__Path", disk.Path));
        using var person = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        var streaming = await person.SendAsync("streaming kind=counted tokens=3000 gate=half@1500", null, Ct);
        await world.ReachedAsync("half", Ct);
        await world.Rows.ReachesAsync(streaming.ReplyId, ReplyStatus.Streaming, Ct);
        var large = new string('x', 150_000);

        disk.Fill();
        var (id, text) = (Guid.NewGuid(), $"large kind=counted tokens=3 {large}");
        HttpStatusCode status;
        do
        {
            using var answer = await PostAsync(person, id, text);
            status = answer.StatusCode;
            // What still fitted into the log was accepted and stands: write on until nothing fits.
            if (answer.IsSuccessStatusCode)
                (id, text) = (Guid.NewGuid(), $"large{id:N} kind=counted tokens=3 {large}");
        }
        while (status is HttpStatusCode.Accepted);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        await world.Model.OpenGateAsync("half", Ct);
        await Poll.UntilAsync("the model to be done", TimeSpan.FromSeconds(20), async () => (await world.Model.CallsAsync("streaming", Ct)) is [{ Ended: "complete" }], Ct);

        disk.Free();
        await person.SendAsync(text, null, Ct, clientId: id);
        await world.SettledAsync(Ct);
        Assert.Equal(ReplyStatus.Complete, (await world.Rows.ReplyAsync(streaming.ReplyId, Ct)).Status);
        Assert.Equal(string.Join(' ', Enumerable.Range(1, 3_000).Select(n => $"1w{n}")), await world.Rows.TextAsync(streaming.ReplyId, Ct));
    }

    [Journey]
    public async Task ADatabaseThatIsGoneIsSaidTakesNothingInAndGoesOnWhenItIsBack()
    {
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 4, Ct);
        using var person = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        var streaming = await person.SendAsync("streaming kind=counted tokens=300 gate=half@150", null, Ct);
        await world.ReachedAsync("half", Ct);
        await world.Rows.ReachesAsync(streaming.ReplyId, ReplyStatus.Streaming, Ct);
        var (id, text) = (Guid.NewGuid(), "meanwhile kind=counted tokens=4");

        var file = Path.Combine(world.App.DataFolder, "chatapp.db");
        var away = file + ".away";
        File.Move(file, away);
        using (var refused = await PostAsync(person, id, text))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("urn:chatapp:unavailable", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        using (var health = await person.Person.Api.GetAsync(new Uri("health/ready", UriKind.Relative), Ct))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        await world.Model.OpenGateAsync("half", Ct);
        await Poll.UntilAsync("the model to be done", TimeSpan.FromSeconds(20), async () => (await world.Model.CallsAsync("streaming", Ct)) is [{ Ended: "complete" }], Ct);
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.False(File.Exists(file), "A new database was made in place of the lost one.");

        File.Move(away, file);
        await person.SendAsync(text, null, Ct, clientId: id);
        await world.SettledAsync(Ct);
        Assert.Equal(ReplyStatus.Complete, (await world.Rows.ReplyAsync(streaming.ReplyId, Ct)).Status);
        Assert.Equal(string.Join(' ', Enumerable.Range(1, 300).Select(n => $"1w{n}")), await world.Rows.TextAsync(streaming.ReplyId, Ct));
    }

    private static async Task<HttpResponseMessage> PostAsync(Sender person, Guid id, string text)
    {
        using var body = System.Net.Http.Json.JsonContent.Create(new { clientMessageId = id, text });
        return await person.Person.Api.PostAsync(new Uri("api/chat/message", UriKind.Relative), body, Ct);
    }

    private static Task PassAsync(TimeSpan time)
    {
        var since = TimeProvider.System.GetTimestamp();
        return Poll.UntilAsync("the time to pass", time + TimeSpan.FromSeconds(5), () => Task.FromResult(TimeProvider.System.GetElapsedTime(since) >= time), Ct);
    }
}
