using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>What an open page costs the server while nothing happens on it.</summary>
internal static class PagesMeasurement
{
    private const int People = 20;
    private const int FirstPages = 100;
    private const int Messages = 20;
    private const int OtherConversations = 30;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(int pages, CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string>(), ct);
        var memory = new ServerMemory(ground.World.App.Process.Id);
        var open = new List<CircuitClient>();
        var people = new List<(Person Person, Guid Conversation)>();
        try
        {
            for (var i = 0; i < People; i++)
                people.Add(await ComeAsync(ground, i, ct));

            // The first pages pay for what all later ones share: compiled code, caches, pools.
            await OpenAsync(FirstPages);
            var before = await ReadAsync(memory, ct);
            await OpenAsync(pages);
            var after = await ReadAsync(memory, ct);

            Console.WriteLine($"memory of the server with {FirstPages} and with {pages} idle pages, a conversation of {Messages} messages on each");
            Print("private, after settling", before.Settled, after.Settled, pages - FirstPages);
            Print("private, after a full collection", before.Collected, after.Collected, pages - FirstPages);
            Print("resident, after a full collection", before.Resident, after.Resident, pages - FirstPages);
            Measure.Print("a page's messages until it is drawn", $"{open.Average(page => page.Bytes) / 1024:0} KB in {open.Average(page => page.Batches):0.0} batches");
        }
        finally
        {
            foreach (var page in open)
                await page.DisposeAsync();
            foreach (var (person, _) in people)
                person.Dispose();
        }

        async Task OpenAsync(int number)
        {
            while (open.Count < number)
            {
                var (person, conversation) = people[open.Count % People];
                open.Add(await CircuitClient.OpenAsync(person, $"/c/{conversation}", ct));
            }
        }

        async Task<(long Settled, long Collected, long Resident)> ReadAsync(ServerMemory memory, CancellationToken ct)
        {
            await Task.Delay(Settling, ct);
            var settled = memory.Private();
            await memory.CollectAsync(ct);
            if (open.FirstOrDefault(page => page.Completion.IsCompleted) is { } gone)
                await gone.Completion;
            return (settled, memory.Private(), memory.Resident());
        }
    }

    private static async Task<(Person Person, Guid Conversation)> ComeAsync(Ground ground, int number, CancellationToken ct)
    {
        var person = await Person.RegisterAsync(ground.Address, $"reader{number}", ct);
        for (var i = 0; i < OtherConversations; i++)
            await ground.Archive.AddConversationAsync(person.Email, 2, ct);
        return (person, await ground.Archive.AddConversationAsync(person.Email, Messages, ct));
    }

    private static void Print(string what, long before, long after, int pages) => Measure.Print(what, string.Create(CultureInfo.InvariantCulture,
        $"{before / 1024.0,6:0} MB → {after / 1024.0,6:0} MB: {(double)(after - before) / pages,5:0} KB a page"));
}
