extern alias product;

using System.Diagnostics;
using product::ChatApp.Data;
using product::ChatApp.Replies;

namespace ChatApp.E2E.Measurements;

/// <summary>What it costs to know the whole line when it is very long.</summary>
internal static class OrderMeasurement
{
    private const string Endpoint = "fake";
    private const int People = 500;
    private const int RepliesEach = 20;
    private const int ConversationsEach = 10;
    private const int Limit = 3;
    private static readonly DateTime Now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task RunAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("chatapp-measure-");
        try
        {
            var archive = new Archive(await AppDatabase.NewAsync(folder.FullName, ct));
            await using (var db = archive.Open())
            {
                await db.BringUpToDateAsync(ct);
                await FillAsync(db, ct);
            }
            await TimeAsync(archive, ct);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task TimeAsync(Archive archive, CancellationToken ct)
    {
        var (reading, ordering) = (new Samples(), new Samples());
        LineState? line = null;
        for (var round = 0; round < 30; round++)
            await (round < 5 ? new Samples() : reading).TimeAsync(async () =>
            {
                await using var db = archive.Open();
                line = await db.ReadLineAsync(ct);
            });
        for (var round = 0; round < 300; round++)
        {
            var began = Stopwatch.GetTimestamp();
            QueueOrder.Of(Endpoint, line!, Limit, Now);
            if (round >= 100)
                ordering.Add(Stopwatch.GetElapsedTime(began));
        }
        Console.WriteLine($"the line with {People * RepliesEach} waiting replies of {People} people");
        Measure.Print("QueueOrder", ordering.ToString());
        Measure.Print("reading the line", reading.ToString());
    }

    private static async Task FillAsync(ChatDbContext db, CancellationToken ct)
    {
        var turn = 0L;
        var people = Enumerable.Range(0, People).Select(n => new User { Id = Guid.CreateVersion7(), UserName = $"p{n}", Email = $"p{n}@example.org", CreatedAt = Now }).ToList();
        var conversations = people.ToDictionary(person => person.Id, person => Enumerable.Range(0, ConversationsEach).Select(_ => new Conversation { UserId = person.Id }).ToArray());
        var last = new Dictionary<Guid, Guid>();
        db.AddRange(people);
        db.AddRange(conversations.Values.SelectMany(own => own));
        foreach (var person in people)
            db.Add(Reply(person, conversations[person.Id][0], ReplyStatus.Complete, null, ++turn));
        for (var number = 0; number < RepliesEach; number++)
            foreach (var person in people)
            {
                var conversation = conversations[person.Id][number % ConversationsEach];
                var reply = Reply(person, conversation, ReplyStatus.Queued, last.TryGetValue(conversation.Id, out var before) ? before : null, null);
                last[conversation.Id] = reply.Id;
                db.Add(reply);
            }
        await db.SaveChangesAsync(ct);
    }

    private static Reply Reply(User person, Conversation conversation, ReplyStatus status, Guid? after, long? turn) => new()
    {
        Id = Guid.CreateVersion7(),
        ConversationId = conversation.Id,
        UserId = person.Id,
        Status = status,
        Endpoint = Endpoint,
        Model = "fake",
        After = after,
        Turn = turn,
        QueuedAt = Now,
    };
}
