using System.Collections.Concurrent;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Measurements;

namespace ChatApp.E2E.Faults;

/// <summary>Tests that break one app again and again; it is started anew after each.</summary>
public abstract class FaultTests(FaultTests.Ground ground) : IAsyncLifetime
{
    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected FaultWorld World => ground.Current.World;

    private protected Ledger Ledger { get; } = new();

    /// <summary>Somebody new, at home in this test alone.</summary>
    private protected Sender Somebody { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await ground.PrepareAsync();
        Somebody = await Sender.RegisterAsync(World.App.Address, Ledger, Ct);
    }

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

    /// <summary>One app a database.</summary>
    public sealed class Ground(TestRun run) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<Place>>> places = new();

        /// <summary>Where nobody listens until a test starts a model server there.</summary>
        internal int LatePort { get; } = ChildProcess.FreePort();

        /// <summary>The one on the running test's database.</summary>
        internal Place Current => places[TestedDatabase.Current].Value.Result;

        /// <param name="Admin">The first account.</param>
        internal sealed record Place(FaultWorld World, Person Admin);

        internal Task PrepareAsync() => places.GetOrAdd(TestedDatabase.Current, _ => new(StartAsync)).Value;

        public async ValueTask DisposeAsync()
        {
            foreach (var place in places.Values.Where(place => place.Value.IsCompletedSuccessfully))
            {
                var (world, admin) = await place.Value;
                admin.Dispose();
                await world.DisposeAsync();
            }
        }

        private async Task<Place> StartAsync()
        {
            var world = await FaultWorld.StartAsync(run.Published, slots: 32, CancellationToken.None,
                ("Replies__MaxRunningPerPerson", "100"),
                ("Models__Endpoints__1__Name", "late"),
                ("Models__Endpoints__1__Url", $"http://127.0.0.1:{LatePort}/v1"),
                ("Models__Endpoints__1__Models", "fake"));
            return new(world, await Person.RegisterAsync(world.App.Address, "admin", CancellationToken.None));
        }
    }
}
