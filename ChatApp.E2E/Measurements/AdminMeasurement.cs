extern alias product;

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using product::ChatApp.Data;

namespace ChatApp.E2E.Measurements;

/// <summary>Whether the dashboard stays quick with a long history and a long line, and what one change costs for all who watch.</summary>
internal static class AdminMeasurement
{
    private const int Ended = 100_000;
    private const int EndedLastHour = 5_000;
    private const int Waiting = 5_000;
    private const int People = 200;
    private const int Rounds = 40;
    private const int Viewers = 5;
    private const int Changes = 60;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(350);
    private static readonly string[] Paths = ["admin", "admin/line"];

    public static async Task RunAsync(CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string>(), ct);
        using var admin = await Person.RegisterAsync(ground.Address, "admin", ct);
        using var person = await Person.RegisterAsync(ground.Address, "person", ct);
        var empty = await OpenAsync(admin, ct);
        await using (var db = ground.Archive.Open())
            await FillAsync(db, ct);
        await Task.Delay(TimeSpan.FromSeconds(5), ct);
        var full = await OpenAsync(admin, ct);
        Console.WriteLine($"opening the dashboard, empty and with {Ended} ended replies ({EndedLastHour} in the last hour) and {Waiting} waiting");
        foreach (var path in Paths)
        {
            Measure.Print($"{path}, empty", empty[path].ToString());
            Measure.Print($"{path}, full", full[path].ToString());
            Measure.Print("full over empty", (full[path].Median / empty[path].Median).ToString("0.00", CultureInfo.InvariantCulture) + " times");
        }
        await ChangeAsync(ground, admin, person, ct);
    }

    private static async Task ChangeAsync(Ground ground, Person admin, Person person, CancellationToken ct)
    {
        var process = ground.World.App.Process.Id;
        // The first ones pay for the compiler.
        await CostAsync(process, person, ct);
        var alone = await CostAsync(process, person, ct);
        var open = new List<CircuitClient>();
        foreach (var path in Paths)
            for (var i = 0; i < Viewers; i++)
                open.Add(await CircuitClient.OpenAsync(admin, "/" + path, ct));
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        var idle = ProcessorTime.Of(process);
        await Task.Delay(Apart * Changes, ct);
        idle = ProcessorTime.Of(process) - idle;
        var watched = await CostAsync(process, person, ct);
        foreach (var page in open)
            await page.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        alone = (alone + await CostAsync(process, person, ct)) / 2;
        Console.WriteLine($"processor time of the server for one change (a message sent), {Waiting} waiting");
        Measure.Print("nobody watches", Each(alone));
        Measure.Print($"{open.Count} pages watch", Each(watched));
        Measure.Print("for all viewers", Each(watched - alone));
        Measure.Print("watching while nothing changes, a second", $"{idle / (Apart * Changes).TotalSeconds:0.0} ms");
    }

    private static async Task<long> CostAsync(int process, Person person, CancellationToken ct)
    {
        var before = ProcessorTime.Of(process);
        for (var change = 0; change < Changes; change++)
        {
            await person.SendAsync("one more", null, ct);
            await Task.Delay(Apart, ct);
        }
        return ProcessorTime.Of(process) - before;
    }

    private static async Task<Dictionary<string, Samples>> OpenAsync(Person admin, CancellationToken ct)
    {
        var times = Paths.ToDictionary(path => path, _ => new Samples());
        for (var round = -Rounds / 2; round < Rounds; round++)
            foreach (var path in Paths)
                await (round < 0 ? new Samples() : times[path]).TimeAsync(() => admin.Http.GetStringAsync(new Uri(path, UriKind.Relative), ct));
        return times;
    }

    // The endpoint is paused, so that nothing of the line runs away while it is measured.
    private static async Task FillAsync(ChatDbContext db, CancellationToken ct)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await db.Endpoints.Where(row => row.Name == "fake").ExecuteUpdateAsync(row => row.SetProperty(it => it.Paused, true), ct);
        await db.Switches.ExecuteUpdateAsync(row => row.SetProperty(it => it.Version, it => it.Version + 1), ct);
        var conversations = new List<Conversation>();
        for (var number = 0; number < People; number++)
        {
            var person = new User { Id = Guid.CreateVersion7(), UserName = $"p{number}@example.org", Email = $"p{number}@example.org", NormalizedEmail = $"P{number}@EXAMPLE.ORG", CreatedAt = now };
            db.Add(person);
            conversations.Add(new Conversation { UserId = person.Id, CreatedAt = now, UpdatedAt = now });
        }
        db.AddRange(conversations);
        await db.SaveChangesAsync(ct);
        for (var number = 0; number < Ended + Waiting; number++)
        {
            var ended = number < Ended ? number < EndedLastHour ? now.AddSeconds(-number * 0.7) : now.AddMinutes(-61 - number) : (DateTime?)null;
            var conversation = conversations[number % People];
            db.Add(new Reply
            {
                Id = Guid.CreateVersion7(),
                ConversationId = conversation.Id,
                UserId = conversation.UserId,
                Status = ended is null ? ReplyStatus.Queued : ReplyStatus.Complete,
                Endpoint = "fake",
                Model = "fake",
                QueuedAt = ended?.AddSeconds(-10) ?? now,
                StartedAt = ended?.AddSeconds(-8),
                FirstTokenAt = ended?.AddSeconds(-7),
                EndedAt = ended,
            });
            if (number % 5_000 == 0)
            {
                await db.SaveChangesAsync(ct);
                db.ChangeTracker.Clear();
            }
        }
        await db.SaveChangesAsync(ct);
    }

    private static string Each(long milliseconds) => ((double)milliseconds / Changes).ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
