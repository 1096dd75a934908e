using ChatApp.Admin.History;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class RollUpTests
{
    private static readonly DateTime Begin = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void AMinuteCountsWhatHappenedInIt()
    {
        var done = new RolledReply("lab", "a", ReplyStatus.Complete, null, Begin.AddSeconds(10), Begin.AddSeconds(90), Begin.AddSeconds(150), 100, 20);
        var failed = new RolledReply("lab", "a", ReplyStatus.Error, ReplyError.Busy, Begin.AddSeconds(59), Begin.AddSeconds(60), Begin.AddSeconds(61), null, null);
        var waits = new RolledReply("lab", "b", ReplyStatus.Queued, null, Begin.AddSeconds(30), null, null, null, null);

        var rows = RollUps.Of([done, failed, waits], Begin, Begin.AddMinutes(3)).ToDictionary(row => (row.At.Minute, row.Model));

        // At the end of the first minute the failed one had just started.
        Assert.Equal([2, 1, 1], Enumerable.Range(0, 3).Select(minute => rows[(minute, RollUps.Everything)].Waiting));
        Assert.Equal((2, 0), (rows[(0, "a")].Arrived, rows[(0, "a")].Completed));
        Assert.Equal((1, 2), (rows[(1, "a")].Failures[(int)ReplyError.Busy], Sketch.Parse(rows[(1, "a")].Waits).Count));
        Assert.Equal((1, 100L, 20L), (rows[(2, "a")].Completed, rows[(2, "a")].PromptTokens, rows[(2, "a")].CompletionTokens));
        Assert.InRange(Sketch.Parse(rows[(2, "a")].Durations).Percentile(0.5)!.Value, 57_600, 62_400);
        Assert.Equal(1, rows[(0, "b")].Arrived);
    }

    [Fact]
    public async Task TheChartsEqualTheDatabaseAtEveryAgeAndTheTableStaysSmall()
    {
        await using var app = TestApp.Start();
        var person = (await app.NewPersonAsync()).Id;
        var databases = app.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>();
        var time = new FakeTimeProvider(new DateTimeOffset(Begin));
        var work = new RollUpWork(databases, time);
        var random = new Random(11);
        // Six days of life in steps of seven to 110 minutes, with work that runs late or not at all in between.
        while (time.GetUtcNow().UtcDateTime < Begin.AddDays(6))
        {
            var (from, now) = (time.GetUtcNow().UtcDateTime, time.GetUtcNow().UtcDateTime.AddMinutes(random.Next(7, 110)));
            await AddAsync(app, person, random, from, now);
            time.SetUtcNow(new DateTimeOffset(now));
            if (random.Next(3) > 0)
                await work.RunAsync(Ct);
        }
        time.Advance(TimeSpan.FromMinutes(61));
        await work.RunAsync(Ct);
        await work.RunAsync(Ct);
        // Told to begin anew, it counts nothing twice.
        await app.QueryAsync(db => db.MaintenanceRuns.Where(run => run.Name == RollUpWork.JobName).ExecuteUpdateAsync(set => set.SetProperty(run => run.DoneUntil, (DateTime?)null), Ct));
        await work.RunAsync(Ct);

        var reader = new HistoryReader(databases, time);
        foreach (var span in HistorySpan.All)
        {
            var points = await reader.ReadNowAsync(span);
            Assert.Equal(span.Points, points.Length);
            var all = await app.QueryAsync(db => db.Replies.AsNoTracking().ToListAsync(Ct));
            foreach (var point in points)
                Compare(point, span, all);
        }
        Assert.InRange(await app.QueryAsync(db => db.RollUps.CountAsync(Ct)), 10, 6 * 24 * 4 + 2 * 24 * 6 * 4 + 250 * 4);
        Assert.Equal([1, 10, 60], await app.QueryAsync(db => db.RollUps.Select(row => row.Minutes).Distinct().OrderBy(minutes => minutes).ToListAsync(Ct)));
    }

    [Fact]
    public async Task WhatIsOlderThanTheLongestChartGoes()
    {
        await using var app = TestApp.Start();
        var person = (await app.NewPersonAsync()).Id;
        var time = new FakeTimeProvider(new DateTimeOffset(Begin));
        var work = new RollUpWork(app.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>(), time);
        await AddAsync(app, person, new Random(1), Begin.AddMinutes(-30), Begin);
        await work.RunAsync(Ct);
        Assert.NotEqual(0, await app.QueryAsync(db => db.RollUps.CountAsync(Ct)));

        time.Advance(TimeSpan.FromDays(32));
        await work.RunAsync(Ct);

        Assert.Equal(0, await app.QueryAsync(db => db.RollUps.CountAsync(Ct)));
    }

    private static void Compare(HistoryPoint point, HistorySpan span, List<Reply> all)
    {
        bool Here(DateTime? time) => time >= point.At && time < point.At + span.Point;
        var ended = all.Where(reply => Here(reply.EndedAt)).ToList();
        Assert.Equal(all.Count(reply => Here(reply.QueuedAt)), point.Arrived);
        Assert.Equal(ended.Count(reply => reply.Status == ReplyStatus.Complete), point.Completed);
        Assert.Equal(ended.Count(reply => reply.Status == ReplyStatus.Stopped), point.Stopped);
        Assert.Equal(HistoryPoint.Kinds.Select(kind => ended.Count(reply => reply.Error == kind)), point.Failures);
        Assert.Equal(ended.Sum(reply => (long)(reply.PromptTokens ?? 0) + (reply.CompletionTokens ?? 0)), point.Tokens.Values.Sum());
        var ends = Enumerable.Range(1, (int)span.Point.TotalMinutes).Select(minute => point.At.AddMinutes(minute));
        Assert.Equal(ends.Max(end => all.Count(reply => reply.QueuedAt < end && (reply.StartedAt ?? reply.EndedAt ?? DateTime.MaxValue) > end)), point.Waiting);
        Near(0.5, all.Where(reply => Here(reply.StartedAt)).Select(reply => reply.StartedAt!.Value - reply.QueuedAt), point.WaitMedian);
        Near(0.95, ended.Where(reply => reply.Status == ReplyStatus.Complete).Select(reply => reply.EndedAt!.Value - reply.StartedAt!.Value), point.DurationMost);
    }

    private static void Near(double share, IEnumerable<TimeSpan> lengths, double? told)
    {
        var sorted = lengths.Select(length => length.TotalMilliseconds).Order().ToList();
        if (sorted.Count == 0)
            Assert.Null(told);
        else
            Assert.InRange(told!.Value, sorted[(int)Math.Ceiling(share * sorted.Count) - 1] * 0.96, sorted[(int)Math.Ceiling(share * sorted.Count) - 1] * 1.04);
    }

    private static Task<int> AddAsync(TestApp app, Guid person, Random random, DateTime from, DateTime until) => app.QueryAsync(db =>
    {
        var conversation = new Conversation { UserId = person, Title = "t" };
        db.Add(conversation);
        for (var i = random.Next(6); i >= 0; i--)
        {
            var queued = from + (until - from) * random.NextDouble() * 0.5;
            var started = queued + (until - queued) * random.NextDouble() * 0.5;
            var status = random.Next(5) switch { 0 => ReplyStatus.Error, 1 => ReplyStatus.Stopped, _ => ReplyStatus.Complete };
            var neverStarted = status is not ReplyStatus.Complete && random.Next(2) == 0;
            db.Add(new Reply
            {
                Id = Guid.CreateVersion7(),
                ConversationId = conversation.Id,
                UserId = person,
                Endpoint = "lab",
                Model = random.Next(2) == 0 ? "a" : "b",
                Status = status,
                Error = status is ReplyStatus.Error ? (ReplyError)random.Next(7) : null,
                QueuedAt = queued,
                StartedAt = neverStarted ? null : started,
                EndedAt = started + (until - started) * random.NextDouble(),
                PromptTokens = status is ReplyStatus.Complete ? random.Next(1_000) : null,
                CompletionTokens = status is ReplyStatus.Complete ? random.Next(1_000) : null,
            });
        }
        return db.SaveChangesAsync(Ct);
    });
}
