using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>Browsers that are stopped in the middle of a fast reply, with their connections open: what the server holds for them, and when it lets go.</summary>
internal static class StoppedMeasurement
{
    private static readonly TimeSpan Retention = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(80);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    // The hub waits for signs of life from those only who have given one; browsers do every 15 s.
    private static readonly TimeSpan FirstSign = TimeSpan.FromSeconds(16);

    public static async Task RunAsync(int pages, CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string> { ["Connections__Retention"] = Retention.ToString() }, ct);
        var memory = new ServerMemory(ground.World.App.Process.Id);
        using var person = await Person.RegisterAsync(ground.Address, "sleeper", ct);
        var live = await person.SendAsync("kind=prose tokens=100000 rate=200", null, ct);
        var open = new List<CircuitClient>();
        for (var i = 0; i < pages; i++)
            open.Add(await CircuitClient.OpenAsync(person, $"/c/{live.ConversationId}", ct));

        await Task.Delay(FirstSign, ct);
        Console.WriteLine($"{pages} pages on a reply of 200 words a second; at second 0 their browsers are stopped, with the connections open; a lost page is kept for {Retention.TotalSeconds:0} s");
        Print("0 s");
        open.ForEach(page => page.Stop());
        for (var passed = Step; passed <= Watched; passed += Step)
        {
            await Task.Delay(Step, ct);
            Print($"{passed.TotalSeconds:0} s");
        }
        await memory.CollectAsync(ct);
        Print("after a full collection");

        foreach (var page in open)
            await page.DisposeAsync();
        await person.StopAsync(live.ReplyId, ct);

        void Print(string when) => Measure.Print(when, string.Create(CultureInfo.InvariantCulture, $"{memory.Private() / 1024.0,5:0} MB, {memory.Sockets(),3} sockets"));
    }
}
