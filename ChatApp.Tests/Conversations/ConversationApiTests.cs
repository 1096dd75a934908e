using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Conversations;

[EveryDatabase]
public sealed class ConversationApiTests(SharedApp shared) : IAsyncLifetime, IClassFixture<SharedApp>
{
    private readonly TestApp app = shared.App;
    private TestPerson person = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => person = await app.NewPersonAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AConversationIsMadeReadRenamedListedAndDeleted()
    {
        var id = await CreateAsync("First name");
        Assert.Equal(HttpStatusCode.NoContent, await PatchAsync(id, new { title = "  Second\n name " }));
        var read = await person.Client.GetFromJsonAsync<JsonElement>($"/api/chat/conversation/{id}", Ct);
        Assert.Equal("Second name", read.GetProperty("title").GetString());
        Assert.Equal(0, read.GetProperty("messages").GetArrayLength());
        var listed = Assert.Single((await ListAsync()).EnumerateArray());
        Assert.Equal((id, "Second name", false, false), (
            listed.GetProperty("id").GetString(),
            listed.GetProperty("title").GetString(),
            listed.GetProperty("running").GetBoolean(),
            listed.GetProperty("unread").GetBoolean()));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(id));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(id));
        Assert.Equal(0, (await ListAsync()).GetArrayLength());
    }

    [Fact]
    public async Task ARenamedConversationKeepsItsPlace()
    {
        var first = await CreateAsync("One");
        var second = await CreateAsync("Two");
        await PatchAsync(first, new { title = "Uno" });
        Assert.Equal([second, first], (await ListAsync()).EnumerateArray().Select(entry => entry.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task AnothersConversationIsAnsweredAsOneThatDoesNotExist()
    {
        var id = await CreateAsync("Mine");
        var other = await app.NewPersonAsync();
        foreach (var (method, path) in new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/restore") })
        {
            var foreign = await AnswerAsync(other, method, $"/api/chat/conversation/{id}{path}");
            var missing = await AnswerAsync(other, method, $"/api/chat/conversation/{Guid.NewGuid()}{path}");
            Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
            Assert.Equal(missing, foreign);
        }
        Assert.Equal(HttpStatusCode.OK, await GetAsync(id));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"title":""}""")]
    [InlineData("""{"title":" \n "}""")]
    [InlineData("""{"title":"{201}"}""")]
    public async Task AChangeThatSaysNothingAllowedIsRefusedAndNothingIsWritten(string body)
    {
        var id = await CreateAsync("Kept");
        using var content = new StringContent(body.Replace("{201}", new string('x', 201)), null, "application/json");
        using var answer = await person.Client.PatchAsync($"/api/chat/conversation/{id}", content, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("urn:chatapp:invalid", await answer.ProblemTypeAsync());
        Assert.Equal("Kept", (await ListAsync())[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task ADeletedConversationComesBackWithinTenSecondsAndIsGoneAfterThem()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var databases = app.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>();
        var commands = new ConversationCommands(
            databases, app.Services.GetRequiredService<ReplyCommands>(), app.Services.GetRequiredService<PersonChanges>(), clock);
        var purge = ActivatorUtilities.CreateInstance<DeletedConversations>(app.Services, databases, clock);
        var id = Guid.Parse(await CreateAsync("Undone"));

        Assert.True(await commands.DeleteAsync(person.Id, id, Ct));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, await purge.PurgeAsync(Ct));
        Assert.True(await commands.RestoreAsync(person.Id, id, Ct));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(id.ToString()));

        Assert.True(await commands.DeleteAsync(person.Id, id, Ct));
        clock.Advance(TimeSpan.FromSeconds(12));
        Assert.False(await commands.RestoreAsync(person.Id, id, Ct));
        Assert.NotEqual(0, await purge.PurgeAsync(Ct));
        Assert.False(await app.QueryAsync(db => db.Conversations.AnyAsync(row => row.Id == id, Ct)));
    }

    [Fact]
    public async Task OpeningAConversationMarksItReadAndTellsTheOtherPages()
    {
        var id = Guid.Parse(await CreateAsync("News"));
        await app.QueryAsync(db => db.Conversations.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(it => it.Unread, true), Ct));
        var heard = new List<PersonChange>();
        using var pages = app.Services.GetRequiredService<PersonChanges>().Subscribe(person.Id, heard.Add);
        await GetAsync(id.ToString());
        await GetAsync(id.ToString());
        Assert.False((await ListAsync())[0].GetProperty("unread").GetBoolean());
        Assert.Equal([new(ChangeKind.Conversation, id)], heard);
    }

    [Theory]
    [InlineData("/api/chat/conversations?before=yesterday")]
    [InlineData("/api/chat/conversation/{id}?before=-1")]
    public async Task APlaceThatWasNeverGivenIsRefused(string path)
    {
        var id = await CreateAsync("Any");
        using var answer = await person.Client.GetAsync(path.Replace("{id}", id), Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    private async Task<string> CreateAsync(string title)
    {
        using var answer = await person.Client.PostAsJsonAsync("/api/chat/conversation", new { title }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> ListAsync() =>
        (await person.Client.GetFromJsonAsync<JsonElement>("/api/chat/conversations", Ct)).GetProperty("conversations");

    private async Task<HttpStatusCode> GetAsync(string id)
    {
        using var answer = await person.Client.GetAsync($"/api/chat/conversation/{id}", Ct);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> PatchAsync(string id, object change)
    {
        using var answer = await person.Client.PatchAsJsonAsync($"/api/chat/conversation/{id}", change, Ct);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> DeleteAsync(string id)
    {
        using var answer = await person.Client.DeleteAsync($"/api/chat/conversation/{id}", Ct);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string? Type)> AnswerAsync(TestPerson who, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method is "PATCH")
            request.Content = JsonContent.Create(new { title = "Taken" });
        using var answer = await who.Client.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.ProblemTypeAsync());
    }
}
