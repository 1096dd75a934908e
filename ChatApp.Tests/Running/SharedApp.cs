using System.Collections.Concurrent;
using ChatApp.Data;

namespace ChatApp.Tests.Running;

/// <summary>One app a database for all tests of a class that do not mind each other's people.</summary>
public sealed class SharedApp : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<TestApp>> apps = new();

    /// <summary>The one on the running test's database.</summary>
    public TestApp App => apps.GetOrAdd(TestDatabase.Provider, _ => new(() => TestApp.Start())).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps.Values)
            await app.Value.DisposeAsync();
    }
}
