using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;

namespace ChatApp.E2E.Journeys;

public sealed class QueueJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task PlacesInLineMoveUpAsRepliesEnd()
    {
        var world = await OwnWorldAsync(slots: 1);
        var (ann, bob) = (await PersonAsync(world), await PersonAsync(world));
        var (annFirst, bobs, annSecond) = (new ChatScreen(ann.Page), new ChatScreen(bob.Page), new ChatScreen(await ann.Context.NewPageAsync()));

        await annFirst.BeginAsync("gate=first@1");
        await annFirst.Reply(0).HasStatusAsync("streaming");
        await bobs.BeginAsync("gate=second@1");
        await bobs.Reply(0).StandsAtAsync(1);
        await annSecond.BeginAsync("gate=third@1");
        await annSecond.Reply(0).StandsAtAsync(2);

        await world.Model.OpenGateAsync("first", Ct);
        await annFirst.Reply(0).HasStatusAsync("complete");
        await bobs.Reply(0).HasStatusAsync("streaming");
        await annSecond.Reply(0).StandsAtAsync(1);

        await world.Model.OpenGateAsync("second", Ct);
        await bobs.Reply(0).HasStatusAsync("complete");
        await annSecond.Reply(0).HasStatusAsync("streaming");
        await world.Model.OpenGateAsync("third", Ct);
        await annSecond.Reply(0).HasStatusAsync("complete");
    }

    [Journey]
    public async Task AWaitingReplyCanBeCancelledAndIsNeverAsked()
    {
        var world = await OwnWorldAsync(slots: 1);
        var person = await PersonAsync(world);
        var (running, waiting) = (new ChatScreen(person.Page), new ChatScreen(await person.Context.NewPageAsync()));
        await running.BeginAsync("gate=first@1");
        await running.Reply(0).HasStatusAsync("streaming");
        await waiting.BeginAsync("never asked");
        await waiting.Reply(0).StandsAtAsync(1);

        await waiting.Reply(0).Cancel.ClickAsync();

        await waiting.Reply(0).HasStatusAsync("stopped");
        await world.Model.OpenGateAsync("first", Ct);
        await running.Reply(0).HasStatusAsync("complete");
        Assert.Empty(await world.Model.CallsAsync("never asked", Ct));
    }
}
