using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>Pages that are opened on a live reply and closed again: what of them stays in the server.</summary>
internal static class CyclesMeasurement
{
    private const int First = 100;
    private const int AtOnce = 4;
    private static readonly TimeSpan Retention = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(int cycles, CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string> { ["Connections__Retention"] = Retention.ToString() }, ct);
        var memory = new ServerMemory(ground.World.App.Process.Id);
        using var person = await Person.RegisterAsync(ground.Address, "visitor", ct);
        var live = await person.SendAsync("kind=prose tokens=100000 rate=20", null, ct);

        // The first ones pay for what all later ones share: compiled code, caches, pools.
        await RepeatAsync(First);
        var before = await ReadAsync();
        await RepeatAsync(cycles);
        var after = await ReadAsync();

        Console.WriteLine($"a page is opened on a live reply, draws {Drawn} times and is closed: {First} times, and {cycles} times more, each with {Retention.TotalSeconds:0} s to be forgotten in");
        Measure.Print("private, after a full collection", string.Create(CultureInfo.InvariantCulture, $"{before.Private / 1024.0:0.0} MB → {after.Private / 1024.0:0.0} MB: {(double)(after.Private - before.Private) / cycles:0.0} KB a cycle"));
        Measure.Print("sockets", $"{before.Sockets} → {after.Sockets}");
        Measure.Print("threads", $"{before.Threads} → {after.Threads}");
        await person.StopAsync(live.ReplyId, ct);

        async Task RepeatAsync(int number)
        {
            for (var done = 0; done < number; done += AtOnce)
                await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => VisitAsync(person, $"/c/{live.ConversationId}", ct)));
        }

        async Task<(long Private, int Sockets, int Threads)> ReadAsync()
        {
            await Task.Delay(Retention + TimeSpan.FromSeconds(10), ct);
            await memory.CollectAsync(ct);
            return (memory.Private(), memory.Sockets(), memory.Threads());
        }
    }

    private const int Drawn = 5;

    private static async Task VisitAsync(Person person, string path, CancellationToken ct)
    {
        var drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var batches = 0;
        await using var page = await CircuitClient.OpenAsync(person, path, ct, _ =>
        {
            if (++batches == Drawn)
                drawn.TrySetResult();
        });
        await Task.WhenAny(drawn.Task, page.Completion).WaitAsync(TimeSpan.FromSeconds(30), ct);
    }
}
