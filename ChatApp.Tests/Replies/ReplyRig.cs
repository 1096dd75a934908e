using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using ChatApp.Queue;
using ChatApp.Replies;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

/// <summary>The heart with a real database, a real job engine and a real model server, without accounts and pages.</summary>
internal sealed class ReplyRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Nudge = TimeSpan.FromMilliseconds(500);

    private readonly DatabaseActivity activity = new();
    private readonly ErrorLog log = new();
    private readonly string folder;
    private readonly bool ownsFolder;
    private readonly WebApplication app;
    private readonly FakeTimeProvider? time;
    private bool stopped;

    private ReplyRig(Stage stage, FakeTimeProvider? time, string? folder, string node, Action<IServiceCollection>? more, (string Key, string Value)[] settings)
    {
        Stage = stage;
        this.time = time;
        ownsFolder = folder is null;
        this.folder = folder ?? Directory.CreateTempSubdirectory("chatapp-replies").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Node:Name"] = node,
            ["Models:Endpoints:0:Name"] = "lab",
            ["Models:Endpoints:0:Url"] = stage.Url.ToString(),
            ["Models:Endpoints:0:Slots"] = "1",
            ["Models:Endpoints:0:Models"] = "alpha,beta",
            ["Models:Default"] = "lab/alpha",
        });
        foreach (var (key, value) in TestDatabase.Settings(this.folder))
            builder.Configuration[key] = value;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.AddDatabase();
        builder.AddQueue();
        builder.AddFiles();
        builder.AddLanguageModels();
        builder.AddReplies();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(15);
            host.ServicesStopConcurrently = true;
        });
        builder.Services.ConfigureDbContext<SqliteChatDbContext>(options => options.AddInterceptors(activity));
        builder.Services.ConfigureDbContext<PostgreSqlChatDbContext>(options => options.AddInterceptors(activity));
        builder.Services.ConfigureDbContext<SqlServerChatDbContext>(options => options.AddInterceptors(activity));
        builder.Services.AddSingleton<TimeProvider>(time ?? TimeProvider.System);
        more?.Invoke(builder.Services);
        app = builder.Build();
    }

    public Stage Stage { get; }
    public IServiceProvider Services => app.Services;
    public ReplyCommands Commands => Get<ReplyCommands>();
    public DatabaseActivity Activity => activity;
    public IReadOnlyCollection<string> Errors => log.Errors;
    public Guid Boot => Get<NodeIdentity>().Boot;
    public string Folder => folder;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<ReplyRig> StartAsync(Stage stage, params (string Key, string Value)[] settings) => StartAsync(stage, time: null, settings: settings);

    /// <param name="prepare">Runs between the migrations and the start.</param>
    public static async Task<ReplyRig> StartAsync(
        Stage stage,
        FakeTimeProvider? time,
        string? folder = null,
        string node = "here",
        Action<IServiceCollection>? more = null,
        Func<ReplyRig, Task>? prepare = null,
        params (string Key, string Value)[] settings)
    {
        var rig = new ReplyRig(stage, time, folder, node, more, settings);
        await rig.app.OpenDatabaseAsync();
        if (prepare is not null)
            await prepare(rig);
        await rig.app.StartAsync(Ct);
        return rig;
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async Task<ChatDbContext> OpenAsync() => await Get<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(Ct);

    public async Task<Guid> AddPersonAsync(ReplyPriority priority = ReplyPriority.Normal, int? maxRunning = null)
    {
        await using var db = await OpenAsync();
        var person = new User { Id = Guid.NewGuid(), UserName = $"{Guid.NewGuid():N}@example.org", Priority = priority, MaxRunning = maxRunning };
        db.Users.Add(person);
        await db.SaveChangesAsync(Ct);
        return person.Id;
    }

    public async Task<Outcome.Accepted> SendAsync(Guid person, string text = "Hi", Guid? conversation = null, Guid? parent = null, string? model = null) =>
        Assert.IsType<Outcome.Accepted>(await Commands.SendAsync(person, new(Guid.NewGuid(), text, conversation, parent, ModelChoice.TryParse(model, out var choice) ? choice : null), Ct));

    public async Task<Reply> ReadAsync(Guid replyId)
    {
        await using var db = await OpenAsync();
        return await db.Replies.AsNoTracking().SingleAsync(reply => reply.Id == replyId, Ct);
    }

    public async Task<string> TextAsync(Guid messageId)
    {
        await using var db = await OpenAsync();
        return await db.Messages.Where(message => message.Id == messageId).Select(message => message.Text).SingleAsync(Ct);
    }

    public Task<Reply> ReachesAsync(Guid replyId, ReplyStatus status) => ReachesAsync(replyId, reply => reply.Status == status);

    public async Task<Reply> ReachesAsync(Guid replyId, Func<Reply, bool> holds)
    {
        Reply reply = null!;
        await UntilAsync(async () => holds(reply = await ReadAsync(replyId)), () => $"{reply.Status} {reply.Error} {reply.ErrorText} attempt {reply.Attempt}");
        return reply;
    }

    public Task UntilAsync(Func<ChatDbContext, Task<bool>> holds) => UntilAsync(async () =>
    {
        await using var db = await OpenAsync();
        return await holds(db);
    });

    /// <summary>Looks again after each write to the database, or now and then.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds, Func<string>? state = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            var written = activity.Written;
            if (await holds())
                return;
            try
            {
                await written.WaitAsync(Nudge, patience.Token);
            }
            catch (TimeoutException)
            {
                // A clock moved by hand may miss a timer that was set at that very moment; moved by nothing, it looks again.
                time?.Advance(TimeSpan.Zero);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not come about: {state?.Invoke()}, {Stage.Count} calls\n{string.Join("\n", log.All)}");
            }
        }
    }

    /// <summary>The next change told to this person that is wanted; subscribe before causing it.</summary>
    public Task<PersonChange> TellsAsync(Guid person, Func<PersonChange, bool> wanted)
    {
        var told = new TaskCompletionSource<PersonChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        Get<PersonChanges>().Subscribe(person, change =>
        {
            if (wanted(change))
                told.TrySetResult(change);
        });
        return told.Task.WaitAsync(Patience, Ct);
    }

    public async Task PauseAsync(bool paused, string endpoint = "lab")
    {
        await using (var db = await OpenAsync())
            if (await db.Endpoints.Where(row => row.Name == endpoint).ExecuteUpdateAsync(row => row.SetProperty(it => it.Paused, paused), Ct) == 0)
            {
                db.Endpoints.Add(new() { Name = endpoint, Paused = paused });
                await db.SaveChangesAsync(Ct);
            }
        Get<Wake>().Call();
    }

    /// <summary>Waits in line until the test resumes the endpoint: everything sent meanwhile only stands there.</summary>
    public async Task<IAsyncDisposable> HoldAsync()
    {
        await UntilAsync(async db => await db.Endpoints.AnyAsync(row => row.Name == "lab"));
        await PauseAsync(true);
        return new Held(this);
    }

    /// <summary>Counts as living again after <see cref="StopAsync"/>: only who lives may claim.</summary>
    public async Task SignOnAsync()
    {
        await using var db = await OpenAsync();
        db.Nodes.Add(new() { Boot = Boot, Name = "here" });
        await db.SaveChangesAsync(Ct);
    }

    public void BeginStop() => Get<IHostApplicationLifetime>().StopApplication();

    public async Task StopAsync()
    {
        if (stopped)
            return;
        stopped = true;
        var stopping = app.StopAsync(CancellationToken.None);
        while (time is not null && !stopping.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(stopping, Task.Run(Thread.Yield, CancellationToken.None));
        }
        await stopping;
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody looks any more: what still runs needs no grace.
        foreach (var reply in Get<RunningReplies>().All)
            reply.End(EndCause.Lost);
        await StopAsync();
        await app.DisposeAsync();
        if (ownsFolder)
            await TestDatabase.DeleteAsync(folder);
    }

    private sealed class Held(ReplyRig rig) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await rig.PauseAsync(false);
    }
}
