using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Measurements;

/// <summary>Many live replies at once, each on an open page or a stream of events of its own: how late the words come, and what that costs.</summary>
internal static class LoadMeasurement
{
    private const int People = 30;
    private const int SlotsOfAnEndpoint = 32;
    private const int Rate = 20;
    private const int Seconds = 40;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(string over, int streams, CancellationToken ct)
    {
        var endpoints = (streams + SlotsOfAnEndpoint - 1) / SlotsOfAnEndpoint;
        var settings = new Dictionary<string, string> { ["Replies__MaxRunningPerPerson"] = "100" };
        await using var ground = await Ground.PrepareAsync(SlotsOfAnEndpoint, settings, ct, endpoints);
        var people = new List<Person>();
        for (var i = 0; i < People; i++)
            people.Add(await Person.RegisterAsync(ground.Address, $"load{i}", ct));

        using var listening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (lags, open) = (new Samples(), new List<Task>());
        var clock = new ClockReader(lags);
        var before = new ClockReader(new());
        var current = before;
        for (var i = 0; i < streams; i++)
        {
            var person = people[i % People];
            var sent = await person.SendAsync($"kind=clock tokens={Rate * (Seconds + streams / 5)} rate={Rate}", null, ct, $"{World.NameOf(i % endpoints)}/fake");
            open.Add(over == "pages" ? WatchPageAsync(person, sent, Take, listening.Token) : WatchEventsAsync(person, sent, Take, listening.Token));
        }
        await Task.Delay(TimeSpan.FromSeconds(5), ct);

        var server = ground.World.App.Process.Id;
        var (serverTime, ownTime) = (ProcessorTime.Of(server), ProcessorTime.Of(Environment.ProcessId));
        current = clock;
        await Task.Delay(Measured, ct);
        current = before;
        (serverTime, ownTime) = (ProcessorTime.Of(server) - serverTime, ProcessorTime.Of(Environment.ProcessId) - ownTime);

        Console.WriteLine($"{streams} live replies of {Rate} words a second, each over {(over == "pages" ? "an open page" : "a stream of events")}, for {Measured.TotalSeconds:0} s");
        Measure.Print("words that arrived", string.Create(CultureInfo.InvariantCulture, $"{clock.Read / Measured.TotalSeconds:0} a second of {streams * Rate}"));
        Measure.Print("late by", string.Create(CultureInfo.InvariantCulture, $"{lags}   p99 {lags.At(0.99):0}"));
        Measure.Print("processor time of the server, of the listeners", string.Create(CultureInfo.InvariantCulture, $"{serverTime / Measured.TotalMilliseconds:0.00}, {ownTime / Measured.TotalMilliseconds:0.00} cores"));
        Measure.Print("the server's own memory", string.Create(CultureInfo.InvariantCulture, $"{new ServerMemory(server).Private() / 1024.0:0} MB"));

        await listening.CancelAsync();
        await Task.WhenAll(open);
        people.ForEach(person => person.Dispose());

        void Take(ReadOnlySpan<byte> text) => current.Take(text);
    }

    private delegate void Taking(ReadOnlySpan<byte> text);

    private static async Task WatchPageAsync(Person person, Person.Sent sent, Taking take, CancellationToken ct)
    {
        try
        {
            await using var page = await CircuitClient.OpenAsync(person, $"/c/{sent.ConversationId}", ct, batch => take(batch.Span));
            await page.Completion.WaitAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private static async Task WatchEventsAsync(Person person, Person.Sent sent, Taking take, CancellationToken ct)
    {
        try
        {
            await using var stream = await person.Api.GetStreamAsync(new Uri($"api/chat/message/{sent.ReplyId}/events", UriKind.Relative), ct);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
                take(Encoding.UTF8.GetBytes(item.Data));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }
}
