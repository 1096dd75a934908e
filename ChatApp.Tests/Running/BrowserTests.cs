using ChatApp.E2E.Infrastructure;

namespace ChatApp.Tests.Running;

/// <summary>Tests that look through a browser share one, and run when the others are done: a second on a starved machine is no second.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
