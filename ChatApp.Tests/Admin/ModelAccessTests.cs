using System.Net;
using System.Net.Http.Json;
using ChatApp.Admin;
using ChatApp.Admin.Endpoints;
using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Tests.LanguageModels;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>Who may use a model: offered, sent to and started for those alone.</summary>
[EveryDatabase]
public sealed class ModelAccessTests : StagedTests
{
    private static readonly ModelChoice Beta = new("lab", "beta");

    [Theory]
    [InlineData(ModelAudience.Admins)]
    [InlineData(ModelAudience.Named)]
    [InlineData(ModelAudience.Nobody)]
    public async Task AModelIsOfferedSentToAndStartedForThoseWhoMayUseItAlone(ModelAudience audience)
    {
        await using var app = ReplyApi.Start(Stage, ("Models:Endpoints:0:Models", "alpha,beta"));
        var (admin, ann, bob) = (await app.NewPersonAsync(), await app.NewPersonAsync(), await app.NewPersonAsync());
        await using var desk = await Desk.OpenAsync(app, admin.Id);
        var (endpoints, catalog) = (desk.Services.GetRequiredService<EndpointActions>(), app.Services.GetRequiredService<ModelCatalog>());
        await endpoints.PauseAsync("lab", true, Ct);
        var (annWaits, bobWaits) = (await SendAsync(ann, "beta"), await SendAsync(bob, "beta"));
        var told = 0;
        catalog.Changed += () => told++;

        Assert.Null(await SetAsync(desk, audience, audience is ModelAudience.Named ? $" {ann.Email.ToUpperInvariant()};\n" : ""));

        var annMay = audience is ModelAudience.Named;
        Assert.Equal((false, annMay, audience is ModelAudience.Admins),
            (Offered(bob, isAdmin: false), Offered(ann, isAdmin: false), Offered(admin, isAdmin: true)));
        Assert.True(told > 0);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(bob));
        Assert.Equal(annMay ? HttpStatusCode.Accepted : HttpStatusCode.UnprocessableEntity, await StatusAsync(ann));
        Assert.Equal(audience is ModelAudience.Admins ? HttpStatusCode.Accepted : HttpStatusCode.UnprocessableEntity, await StatusAsync(admin));

        await endpoints.PauseAsync("lab", false, Ct);
        Stage.OnAnswer = context => FakeModelServer.SayAsync(context, FakeModelServer.Delta("yes"), FakeModelServer.Finish());
        await bob.FollowAsync(bobWaits);
        var refused = (await bob.ReadAsync(bobWaits)).GetProperty("error");
        Assert.Equal(("Refused", "Your account may not use this model now."), (refused.GetProperty("kind").GetString(), refused.GetProperty("message").GetString()));
        await ann.FollowAsync(annWaits);
        Assert.Equal(annMay ? "complete" : "error", (await ann.ReadAsync(annWaits)).GetProperty("status").GetString());

        bool Offered(TestPerson person, bool isAdmin) => catalog.ChoicesFor(new(person.Id, isAdmin)).Contains(Beta);
    }

    [Fact]
    public async Task AnotherNodeKnowsWithinASecondOrTwoWhoIsNamed()
    {
        var folder = Directory.CreateTempSubdirectory("chatapp-access-").FullName;
        try
        {
            Dictionary<string, string?> Settings(string node) => new()
            {
                ["Node:Name"] = node,
                ["Models:Endpoints:0:Name"] = "lab",
                ["Models:Endpoints:0:Url"] = Stage.Url.ToString(),
                ["Models:Endpoints:0:Models"] = "alpha,beta",
            };
            await using var app = TestApp.Start(Settings("a"), folder: folder);
            await using var other = TestApp.Start(Settings("b"), folder: folder);
            var (admin, ann, bob) = (await app.NewPersonAsync(), await app.NewPersonAsync(), await app.NewPersonAsync());
            await using var desk = await Desk.OpenAsync(app, admin.Id);
            var catalog = other.Services.GetRequiredService<ModelCatalog>();
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            catalog.Changed += () =>
            {
                if (catalog.MayUse(Beta, new(ann.Id, false)) && !catalog.MayUse(Beta, new(bob.Id, false)))
                    heard.TrySetResult();
            };

            Assert.Null(await SetAsync(desk, ModelAudience.Named, ann.Email));

            await heard.Task.WaitAsync(TimeSpan.FromSeconds(2), Ct);
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task WhoIsNamedIsWrittenDownKeptReadAgainAndGoesWithThePerson()
    {
        await using var app = ReplyApi.Start(Stage, ("Models:Endpoints:0:Models", "alpha,beta"));
        var (admin, ann, bob) = (await app.NewPersonAsync(), await app.NewPersonAsync(), await app.NewPersonAsync());
        await using var desk = await Desk.OpenAsync(app, admin.Id);
        var named = app.Services.GetRequiredService<NamedPeople>();

        Assert.Equal("Nobody here has the email nobody@example.org. Nothing was changed.", await SetAsync(desk, ModelAudience.Named, $"{ann.Email}, nobody@example.org"));
        Assert.Equal("Name at least one person by email, or choose Nobody.", await SetAsync(desk, ModelAudience.Named, " ,\n"));
        Assert.Empty(await named.EmailsAsync(Beta, Ct));
        Assert.Null(await SetAsync(desk, ModelAudience.Named, $"{ann.Email} {bob.Email}"));
        Assert.Equal(new[] { ann.Email, bob.Email }.Order(), await named.EmailsAsync(Beta, Ct));
        Assert.Null(await SetAsync(desk, ModelAudience.Named, bob.Email));
        Assert.Equal(Deed.Nothing, await desk.Services.GetRequiredService<ModelActions>().SetAsync(Beta, new(null, null, null, ModelAudience.Named), [bob.Id], Ct));

        var log = (await Desk.LogAsync(app)).Where(entry => entry.Action == "model.set").Select(entry => (entry.Target, entry.Detail)).ToList();
        Assert.Equal(2, log.Count);
        Assert.Equal(("lab/beta", $"for Named, pictures as set, -{ann.Email}"), log[1]);
        Assert.Null(await desk.Acts.DeleteAsync(desk.Person, bob.Id, Ct));
        Assert.Equal(0, await app.QueryAsync(db => db.ModelPeople.CountAsync(Ct)));
    }

    private static async Task<string?> SetAsync(Desk desk, ModelAudience audience, string emails)
    {
        var (people, refusal) = audience is ModelAudience.Named ? await desk.Services.GetRequiredService<NamedPeople>().FindAsync(emails, Ct) : ([], null);
        if (refusal is null)
            Assert.Equal(Deed.Done, await desk.Services.GetRequiredService<ModelActions>().SetAsync(Beta, new(null, null, null, audience), people, Ct));
        return refusal;
    }

    private static async Task<string> SendAsync(TestPerson person, string model)
    {
        using var answer = await PostAsync(person, model);
        return (await answer.Content.ReadFromJsonAsync<ReplyApi.Sent>(Ct))!.ReplyId;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestPerson person)
    {
        using var answer = await PostAsync(person, "beta");
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> PostAsync(TestPerson person, string model) =>
        person.Client.PostAsJsonAsync("/api/chat/message", new { clientMessageId = Guid.NewGuid().ToString(), text = "words", model = $"lab/{model}" }, Ct);
}
