using System.Security.Claims;
using Bunit;
using ChatApp.Account;
using ChatApp.Data;
using ChatApp.E2E.Infrastructure;
using ChatApp.Replies;
using ChatApp.Resilience;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Claim = System.Security.Claims.Claim;

namespace ChatApp.Tests.Resilience;

/// <summary>Pages of an admin on a circuit whose database becomes unavailable and available again.</summary>
public abstract class UnavailableDatabaseTests : IAsyncLifetime
{
    private AsyncServiceScope circuit;
    private DatabaseRetry retry = null!;

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);
    protected BunitContext Page { get; } = new();
    protected TestPerson Person { get; private set; } = null!;
    protected DatabaseState State => retry.State;
    protected string Address => Page.Services.GetRequiredService<NavigationManager>().Uri;
    private protected TestApp App { get; } = TestApp.Start(services: UnreliableDatabase.Add);
    private UnreliableDatabase Database => App.Services.GetRequiredService<UnreliableDatabase>();

    protected static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Person = await App.NewPersonAsync();
        var session = await App.QueryAsync(db =>
            db.Sessions.Where(row => row.UserId == Person.Id).Select(row => row.Id).FirstAsync(Ct));
        retry = new(Time, NullLogger<DatabaseRetry>.Instance);
        circuit = App.Services.CreateAsyncScope();
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        Page.Services.AddMudServices();
        Page.Services.AddSingleton(retry);
        Page.Services.AddFallbackServiceProvider(circuit.ServiceProvider);
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, Person.Id.ToString()),
            new(PersonClaims.Session, session.ToString()),
        ];
        Page.AddAuthorization().SetAuthorized(Person.Email).SetRoles(PersonClaims.AdminRole).SetClaims(claims);
        circuit.ServiceProvider.GetRequiredService<CircuitPerson>()
            .SetAuthenticationState(Task.FromResult(new AuthenticationState(new(new ClaimsIdentity(claims, "test")))));
        Page.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        retry.Dispose();
        await circuit.DisposeAsync();
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected void MakeUnavailable() => Database.IsUnavailable = true;

    /// <summary>The database answers again, and time passes until the page has noticed.</summary>
    protected Task MakeAvailableAsync()
    {
        Database.IsUnavailable = false;
        return Poll.UntilAsync("the page to notice that the database is back", TimeSpan.FromSeconds(20), () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(State is DatabaseState.Available);
        }, Ct);
    }

    protected async Task ReachesAsync(DatabaseState state)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (retry.State == state)
                reached.TrySetResult();
        }
        retry.Changed += Look;
        Look();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        retry.Changed -= Look;
    }

    protected void Tell(ChangeKind kind, Guid conversation) =>
        App.Services.GetRequiredService<PersonChanges>().Publish(Person.Id, new(kind, conversation));

    protected Task<Guid> AddConversationAsync(string title, params string[] messages) => App.QueryAsync(async db =>
    {
        var conversation = new Conversation { UserId = Person.Id, Title = title, UpdatedAt = DateTime.UtcNow };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(Ct);
        foreach (var message in messages)
            await AddMessageAsync(db, conversation.Id, message);
        return conversation.Id;
    });

    protected Task AddMessageAsync(Guid conversation, string text) =>
        App.QueryAsync(db => AddMessageAsync(db, conversation, text));

    private static async Task<int> AddMessageAsync(ChatDbContext db, Guid conversation, string text)
    {
        var last = await db.Messages.Where(row => row.ConversationId == conversation)
            .OrderByDescending(row => row.Depth).FirstOrDefaultAsync(Ct);
        db.Messages.Add(new()
        {
            Id = Guid.NewGuid(),
            ConversationId = conversation,
            ParentId = last?.Id,
            Sequence = last is null ? 1 : last.Sequence + 1,
            Depth = last is null ? 0 : last.Depth + 1,
            Role = MessageRole.User,
            Text = text,
            OnPath = true,
        });
        return await db.SaveChangesAsync(Ct);
    }
}
