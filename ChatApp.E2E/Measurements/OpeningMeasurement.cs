using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>Whether a long conversation opens as fast as a short one.</summary>
internal static class OpeningMeasurement
{
    private const int Rounds = 50;
    private static readonly int[] Lengths = [10, 50, 10_000];

    public static async Task RunAsync(CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string>(), ct);
        using var person = await Person.RegisterAsync(ground.Address, "reader", ct);
        var conversations = new List<(int Length, Guid Id)>();
        foreach (var length in Lengths)
            conversations.Add((length, await ground.Archive.AddConversationAsync(person.Email, length, ct)));

        await CompareAsync("the page", person.Http, "c/", conversations, ct);
        await CompareAsync("the API", person.Api, "api/chat/conversation/", conversations, ct);
    }

    private static async Task CompareAsync(string what, HttpClient http, string path, List<(int Length, Guid Id)> conversations, CancellationToken ct)
    {
        var times = conversations.ToDictionary(conversation => conversation.Length, _ => new Samples());
        var sizes = new Dictionary<int, int>();
        for (var round = -Rounds; round < Rounds; round++)
            foreach (var (length, id) in conversations)
            {
                var samples = round < 0 ? new Samples() : times[length];
                await samples.TimeAsync(async () => sizes[length] = (await http.GetByteArrayAsync(new Uri(path + id, UriKind.Relative), ct)).Length);
            }

        Console.WriteLine($"opening a conversation: {what}");
        foreach (var (length, samples) in times)
            Measure.Print($"{length} messages, {sizes[length] / 1024} KB", samples.ToString());
        Measure.Print("10,000 over 10 messages", Ratio(times[10_000], times[10]));
        Measure.Print("10,000 over 50 messages", Ratio(times[10_000], times[50]));
    }

    private static string Ratio(Samples one, Samples other) => (one.Median / other.Median).ToString("0.00", CultureInfo.InvariantCulture) + " times";
}
