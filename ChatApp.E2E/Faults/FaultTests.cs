using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Measurements;

namespace ChatApp.E2E.Faults;

/// <summary>Tests that break one app again and again; it is started anew after each.</summary>
public abstract class FaultTests(FaultTests.Ground ground) : IAsyncLifetime
{
    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected FaultWorld World => ground.World;

    private protected Ledger Ledger { get; } = new();

    /// <summary>Somebody new, at home in this test alone.</summary>
    private protected Sender Somebody { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Somebody = await Sender.RegisterAsync(World.App.Address, Ledger, Ct);

    public ValueTask DisposeAsync()
    {
        Somebody?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A message that no other test sends.</summary>
    private protected static string Script(string name, string rest) => $"{Words.Unique(name)} kind=counted {rest}";

    /// <summary>What everything comes down to: nothing lost, nothing twice, nothing stuck, nothing out of order.</summary>
    private protected async Task AllIsWellAsync()
    {
        await World.SettledAsync(Ct);
        var verdict = await World.CheckAsync(Ledger, Ct);
        Assert.True(verdict.IsClean, verdict.ToString());
    }

    public sealed class Ground(TestRun run) : IAsyncLifetime
    {
        /// <summary>Where nobody listens until a test starts a model server there.</summary>
        internal int LatePort { get; } = ChildProcess.FreePort();

        internal FaultWorld World { get; private set; } = null!;

        /// <summary>The first account, and so the admin.</summary>
        internal Person Admin { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            World = await FaultWorld.StartAsync(run.Published, slots: 32, CancellationToken.None,
                ("Replies__MaxRunningPerPerson", "100"),
                ("Models__Endpoints__1__Name", "late"),
                ("Models__Endpoints__1__Url", $"http://127.0.0.1:{LatePort}/v1"),
                ("Models__Endpoints__1__Models", "fake"));
            Admin = await Person.RegisterAsync(World.App.Address, "admin", CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            Admin?.Dispose();
            if (World is not null)
                await World.DisposeAsync();
        }
    }
}
