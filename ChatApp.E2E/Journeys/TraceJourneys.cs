using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;

namespace ChatApp.E2E.Journeys;

public sealed class TraceJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task OneTraceReachesFromThePostToTheFirstWordsOnAPage()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        var world = await OwnWorldAsync(slots: 1, ("Telemetry__Endpoint", receiver.Url), ("OTEL_BSP_SCHEDULE_DELAY", "200"));
        var chat = new ChatScreen((await PersonAsync(world)).Page);
        await chat.BeginAsync("tokens=20 gate=first@0");
        await chat.IsLiveAsync();
        await chat.Reply(0).HasStatusAsync("processing");

        await world.Model.OpenGateAsync("first", Ct);

        await chat.Reply(0).IsExactlyAsync(Words.First(20));
        await Poll.UntilAsync("the trace of the first paint", TimeSpan.FromSeconds(20), () => Task.FromResult(receiver.TraceWith("first paint")?.Length >= 4), Ct);
        Assert.Equal(["POST /api/chat/message", "chat fake", "first paint", "reply"], receiver.TraceWith("first paint")!.Select(name => name.TrimEnd('/')).Order(StringComparer.Ordinal));
    }
}
