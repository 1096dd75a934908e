using System.Net;
using System.Reflection;
using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Admin;
using ChatApp.Admin.Endpoints;
using ChatApp.Admin.Switchboard;
using ChatApp.Admin.Waiting;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>Each page and each action for each kind of visitor.</summary>
[EveryDatabase]
public sealed class AdminDoorTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly SemaphoreSlim First = new(1);
    private readonly TestApp app = shared.App;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Func<IServiceProvider, Guid, Guid, Task<Deed>>> Actions = new()
    {
        ["reply.front"] = (page, reply, _) => page.GetRequiredService<LineActions>().MoveToFrontAsync(reply, Ct),
        ["reply.requeue"] = async (page, reply, _) => await FrontAsync(page, reply) is Deed.NotAllowed ? Deed.NotAllowed : await page.GetRequiredService<LineActions>().RequeueAsync(reply, Ct),
        ["reply.cancel"] = (page, reply, _) => page.GetRequiredService<LineActions>().CancelAsync(reply, Ct),
        ["person.cancel"] = (page, _, person) => page.GetRequiredService<LineActions>().CancelAllAsync(person, "somebody", Ct),
        ["endpoint.pause"] = (page, _, _) => page.GetRequiredService<EndpointActions>().PauseAsync("ollama", true, Ct),
        ["endpoint.slots"] = (page, _, _) => page.GetRequiredService<EndpointActions>().SetSlotsAsync("ollama", 7, Ct),
        ["line.drain"] = (page, _, _) => page.GetRequiredService<SwitchActions>().DrainAsync(true, Ct),
        ["registration.close"] = (page, _, _) => page.GetRequiredService<SwitchActions>().OpenRegistrationAsync(false, Ct),
        ["announcement.set"] = (page, _, _) => page.GetRequiredService<SwitchActions>().AnnounceAsync("Tea at four", Ct),
        ["model.set"] = (page, _, _) => page.GetRequiredService<ModelActions>().SetAsync(new("ollama", "any"), new("Any", null, true, ModelAudience.Admins), [], Ct),
        ["model.default"] = (page, _, _) => page.GetRequiredService<ModelActions>().MakeDefaultAsync(new("ollama", "any"), Ct),
        ["model.test"] = (page, _, _) => page.GetRequiredService<ModelActions>().NoteTestAsync(new("ollama", "any"), Ct),
    };

    public static TheoryData<string> Names => [.. Actions.Keys];

    /// <summary>A new action without a row above, or a new page without a row below, fails here.</summary>
    [Fact]
    public void EveryActionAndEveryPageHasItsRow()
    {
        var parts = typeof(AdminActions).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("ChatApp.Admin", StringComparison.Ordinal) is true).ToList();
        var actions = parts.Where(type => type != typeof(AdminActions)).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Where(method => method.ReturnType == typeof(Task<Deed>));
        var pages = parts.SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Append("/hangfire");
        var rows = typeof(AdminDoorTests).GetMethod(nameof(APageIsForAdminsAloneAndTakesNoFormWithoutItsToken))!.GetCustomAttributes<InlineDataAttribute>().Select(row => (string)row.Data[0]!);

        Assert.Equal(actions.Count(), Actions.Count);
        Assert.Equal(pages.Order(), rows.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AnActionIsForAdminsOfThatMomentAloneAndIsWrittenDown(string name)
    {
        // One after another: the switches are one row.
        await First.WaitAsync(Ct);
        try
        {
            var (person, reply) = await WaitingAsync();
            var other = await app.NewPersonAsync();
            await Desk.MakeAdminAsync(app, other.Id);
            await using var demoted = await Desk.OpenAsync(app, other.Id);
            // The row alone, as another node would do it: the page has not heard of it.
            await app.QueryAsync(db => db.Users.Where(user => user.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, false)));
            await using var plain = await Desk.OpenAsync(app, (await app.NewPersonAsync()).Id);
            await using var nobody = app.Services.CreateAsyncScope();
            nobody.ServiceProvider.GetRequiredService<CircuitPerson>().SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
            var before = await StateAsync();

            foreach (var page in new[] { demoted.Services, plain.Services, nobody.ServiceProvider })
                Assert.Equal(Deed.NotAllowed, await Actions[name](page, reply, person));
            Assert.Equal(before, await StateAsync());

            await Desk.MakeAdminAsync(app, other.Id);
            await using var admin = await Desk.OpenAsync(app, other.Id);
            Assert.Equal(Deed.Done, await Actions[name](admin.Services, reply, person));
            Assert.NotEqual(before, await StateAsync());
            Assert.Contains(await Desk.LogAsync(app), entry => entry.Action == name && entry.ActorId == other.Id && entry.Address == "192.0.2.7");
        }
        finally
        {
            First.Release();
            await ResetAsync();
        }
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/line")]
    [InlineData("/admin/models")]
    [InlineData("/admin/people")]
    [InlineData("/admin/audit")]
    [InlineData("/admin/usage")]
    [InlineData("/hangfire")]
    public async Task APageIsForAdminsAloneAndTakesNoFormWithoutItsToken(string path)
    {
        var (admin, person) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        await Desk.MakeAdminAsync(app, admin.Id);
        var (cookie, others) = (await app.WithCookieAsync(admin.Email, antiforgery: false), await app.WithCookieAsync(person.Email, antiforgery: false));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(cookie, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(others, path));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(app.Anonymous(), path));
        using var forged = await cookie.PostAsync(path == "/hangfire" ? "/hangfire/jobs/enqueued/delete" : path, new FormUrlEncodedContent([]), Ct);
        Assert.InRange((int)forged.StatusCode, 400, 499);

        // Its cookie says admin still; the session ended with the role.
        await using (var desk = await Desk.OpenAsync(app, (await AnotherAdminAsync()).Id))
            Assert.Null(await desk.Acts.DemoteAsync(desk.Person, admin.Id, Ct));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(cookie, path));
    }

    [Fact]
    public async Task OfTwoAdminsAtOnceTheLaterHasTheLastWordAndBothAreWrittenDown()
    {
        await First.WaitAsync(Ct);
        try
        {
            await using var one = await Desk.OpenAsync(app, (await AnotherAdminAsync()).Id);
            await using var two = await Desk.OpenAsync(app, (await AnotherAdminAsync()).Id);

            var deeds = await Task.WhenAll(Enumerable.Range(1, 20).Select(slots =>
                Task.Run(() => (slots % 2 == 0 ? one : two).Services.GetRequiredService<EndpointActions>().SetSlotsAsync("guide", slots, Ct), Ct)));

            Assert.All(deeds, deed => Assert.Equal(Deed.Done, deed));
            var log = (await Desk.LogAsync(app)).Where(entry => entry.Action == "endpoint.slots" && entry.Target == "guide").ToList();
            Assert.Equal(20, log.Count);
            var slots = await app.QueryAsync(db => db.Endpoints.Where(row => row.Name == "guide").Select(row => row.Slots).SingleAsync());
            Assert.Equal($"{slots} slots", log[^1].Detail);
        }
        finally
        {
            First.Release();
        }
    }

    private static Task<Deed> FrontAsync(IServiceProvider page, Guid reply) => page.GetRequiredService<LineActions>().MoveToFrontAsync(reply, Ct);

    private async Task<TestPerson> AnotherAdminAsync()
    {
        var admin = await app.NewPersonAsync();
        await Desk.MakeAdminAsync(app, admin.Id);
        return admin;
    }

    // Nobody answers at the Ollama of a test machine, so what is sent there waits; paused, it also waits where one answers.
    private async Task<(Guid Person, Guid Reply)> WaitingAsync()
    {
        var person = await app.NewPersonAsync();
        var reply = new Reply { Id = Guid.NewGuid(), ConversationId = Guid.CreateVersion7(), UserId = person.Id, Endpoint = "ollama", Model = "any", QueuedAt = DateTime.UtcNow, NotBefore = DateTime.UtcNow.AddHours(1) };
        await app.QueryAsync(async db =>
        {
            db.Add(new Conversation { Id = reply.ConversationId, UserId = person.Id });
            db.Add(reply);
            return await db.SaveChangesAsync(Ct);
        });
        return (person.Id, reply.Id);
    }

    private Task<string> StateAsync() => app.QueryAsync(async db =>
    {
        var switches = await db.Switches.AsNoTracking().SingleAsync(Ct);
        var replies = await db.Replies.OrderBy(reply => reply.Sequence).Select(reply => $"{reply.Status}{reply.Priority}").ToListAsync(Ct);
        var endpoints = await db.Endpoints.Where(row => row.Name == "ollama").Select(row => $"{row.Paused}{row.Slots}").ToListAsync(Ct);
        return $"{switches.Draining}{switches.RegistrationOpen}{switches.Announcement}{switches.DefaultModel} {await db.ModelSettings.CountAsync(Ct)} {await db.AuditEntries.CountAsync(Ct)} {string.Join(',', replies)} {string.Join(',', endpoints)}";
    });

    private async Task ResetAsync()
    {
        await app.QueryAsync(db => db.Switches.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Draining, false).SetProperty(row => row.RegistrationOpen, (bool?)null).SetProperty(row => row.Version, row => row.Version + 1), Ct));
        await app.Services.GetRequiredService<SwitchWatch>().LookAsync(Ct);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Ct);
        return answer.StatusCode;
    }
}
