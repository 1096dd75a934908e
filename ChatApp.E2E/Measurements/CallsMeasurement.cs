using System.Diagnostics;
using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Measurements;

/// <summary>How soon the model is called, and how soon those who wait hear that their place has changed.</summary>
internal static class CallsMeasurement
{
    private const int Calls = 50;
    private const int People = 20;
    private const int Changes = 20;

    public static async Task RunAsync(int waiting, CancellationToken ct)
    {
        await using (var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string>(), ct))
            await TimeCallsAsync(ground, ct);
        await using (var ground = await Ground.PrepareAsync(slots: 1, new Dictionary<string, string> { ["Replies__MaxRunningPerPerson"] = "3" }, ct))
            await TimePlacesAsync(ground, waiting, ct);
    }

    private static async Task TimeCallsAsync(Ground ground, CancellationToken ct)
    {
        using var person = await Person.RegisterAsync(ground.Address, "writer", ct);
        var (fromPost, fromAnswer) = (new Samples(), new Samples());
        string? conversation = null;
        for (var n = -5; n < Calls; n++)
        {
            var text = $"call-{n}-of-these tokens=3";
            var posted = Stopwatch.GetTimestamp();
            var sent = await person.SendAsync(text, conversation, ct);
            var answered = Stopwatch.GetTimestamp();
            conversation = sent.ConversationId;
            await Poll.UntilAsync("the reply to be complete", TimeSpan.FromSeconds(30), async () => await person.StatusAsync(sent.ReplyId, ct) == "complete", ct);
            var call = (await ground.World.Model.CallsAsync(text, ct)).Single();
            if (n < 0)
                continue;
            // Both processes read the machine's one monotonic clock.
            fromPost.Add(Stopwatch.GetElapsedTime(posted, call.ArrivedAt));
            fromAnswer.Add(Stopwatch.GetElapsedTime(answered, call.ArrivedAt));
        }
        Console.WriteLine("a message and an idle line: the model is called");
        Measure.Print("after the POST was sent", fromPost.ToString());
        Measure.Print("after its 202 had come", fromAnswer.ToString());
    }

    private static async Task TimePlacesAsync(Ground ground, int number, CancellationToken ct)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var people = new List<Person>();
        var waiting = new List<PlaceWatch>();
        for (var i = 0; i < People; i++)
            people.Add(await Person.RegisterAsync(ground.Address, $"waiting{i}", ct));
        await people[0].SendAsync("first gate=never@0", null, ct);
        await ground.World.Model.ReachedAsync("never", ct);
        for (var i = 0; i < number; i++)
        {
            var person = people[i % People];
            waiting.Add(new(person, (await person.SendAsync($"waiting {i}", null, ct)).ReplyId));
        }
        var streams = waiting.ConvertAll(watch => watch.ListenAsync(listening.Token));
        await Poll.UntilAsync("all places to be told", TimeSpan.FromSeconds(30), () => Task.FromResult(PlacesAre(waiting)), ct);

        var heard = new Samples();
        for (var change = 0; change < Changes; change++)
        {
            var head = waiting.Single(watch => watch.Position == 1);
            waiting.Remove(head);
            var began = Stopwatch.GetTimestamp();
            await head.Person.StopAsync(head.ReplyId, ct);
            await Poll.UntilAsync("all to have moved up", TimeSpan.FromSeconds(30), () => Task.FromResult(PlacesAre(waiting)), ct);
            foreach (var watch in waiting)
                heard.Add(Stopwatch.GetElapsedTime(began, watch.HeardAt));
        }
        Console.WriteLine($"the head of {number} waiting replies is cancelled: the others hear their new place, each over a stream of its own");
        Measure.Print("after the cancelling was sent", heard.ToString());

        await listening.CancelAsync();
        await Task.WhenAll(streams);
        people.ForEach(person => person.Dispose());
    }

    private static bool PlacesAre(List<PlaceWatch> waiting) => waiting.Select(watch => watch.Position).Order().SequenceEqual(Enumerable.Range(1, waiting.Count));
}
