using ChatApp.Data;
using ChatApp.Queue;
using ChatApp.Tests.Running;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class UpkeepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task TheJobEngineRunsEveryRecurringWorkAndItsResultIsKept()
    {
        await using var app = TestApp.Start(services: services => services.AddSingleton<IRecurringWork>(new Work("breaks", () => throw new InvalidOperationException("somebody's words"))));
        var works = app.Services.GetServices<IRecurringWork>().ToList();
        var engine = app.Services.GetRequiredService<IRecurringJobManagerV2>();

        var states = app.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        var started = works.Select(work => engine.TriggerJob(work.Name)).ToList();

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!started.TrueForAll(job => states.JobDetails(job).History[0].StateName == "Succeeded"))
            await timer.WaitForNextTickAsync(Ct);
        var runs = await app.QueryAsync(db => db.MaintenanceRuns.AsNoTracking().ToDictionaryAsync(run => run.Name, Ct));
        Assert.Equal(works.Select(work => work.Name).Order(), runs.Keys.Order());
        Assert.All(runs.Values, run => Assert.Equal(run.Name == "breaks", run.Failed));
        Assert.Equal("Failed (InvalidOperationException); the log says more.", runs["breaks"].Result);
        Assert.NotNull(runs["roll-ups"].DoneUntil);
        Assert.StartsWith("Files removed: 0; ", runs["files"].Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyWhatIsOldGoes()
    {
        await using var app = TestApp.Start(new() { ["Audit:KeepDays"] = "10" });
        var person = await app.NewPersonAsync();
        var now = DateTime.UtcNow;
        await app.QueryAsync(db =>
        {
            db.AddRange(
                new AuditEntry { At = now.AddDays(-11), Actor = "a", Action = "x.y", Target = "old" }, new AuditEntry { At = now.AddDays(-9), Actor = "a", Action = "x.y", Target = "new" },
                new Session { UserId = person.Id, CreatedAt = now.AddDays(-50), LastSeenAt = now.AddDays(-31) }, new Session { UserId = person.Id, CreatedAt = now.AddDays(-50), LastSeenAt = now.AddDays(-29) },
                new Session { UserId = person.Id, CreatedAt = now.AddDays(-50), LastSeenAt = now, EndedAt = now.AddDays(-31) });
            return db.SaveChangesAsync(Ct);
        });
        var before = await app.QueryAsync(db => db.Sessions.CountAsync(Ct));
        var works = app.Services.GetServices<IRecurringWork>().ToDictionary(work => work.Name);

        Assert.Equal("Entries dropped: 1.", await works["old-audit-entries"].RunAsync(Ct));
        Assert.Equal("Log-ins forgotten: 2.", await works["expired-sessions"].RunAsync(Ct));

        Assert.Equal(["new"], await app.QueryAsync(db => db.AuditEntries.Select(entry => entry.Target).ToListAsync(Ct)));
        Assert.Equal(before - 2, await app.QueryAsync(db => db.Sessions.CountAsync(Ct)));
    }

    private sealed class Work(string name, Func<string> run) : IRecurringWork
    {
        public string Name => name;
        public string Purpose => "";
        public string Cron => "0 0 1 1 *";

        public Task<string> RunAsync(CancellationToken ct) => Task.FromResult(run());
    }
}
