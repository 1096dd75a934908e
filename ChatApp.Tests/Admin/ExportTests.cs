using System.Globalization;
using System.Net;
using System.Text.Json;
using ChatApp.Admin.Audit;
using ChatApp.Admin.Exports;
using ChatApp.Admin.Usage;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class ExportTests
{
    private static readonly string[] Addresses = ["/api/admin/audit.csv", "/api/admin/audit.json", "/api/admin/usage.csv", "/api/admin/usage.json", "/admin/people", "/admin/audit", "/admin/usage"];
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@me", "'@me")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("=a,b", "\"'=a,b\"")]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    public void ACellIsNeverAFormula(string? text, string written) => Assert.Equal(written + "\r\n", CsvLine.Of([text]));

    [Fact]
    public async Task OnlyAdminsGetThePagesAndFiles()
    {
        await using var app = TestApp.Start();
        var (admin, person) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        foreach (var address in Addresses)
        {
            var isApi = address.StartsWith("/api", StringComparison.Ordinal);
            using var anonymous = await app.Anonymous().GetAsync(address, Ct);
            Assert.Equal(isApi ? HttpStatusCode.Unauthorized : HttpStatusCode.Redirect, anonymous.StatusCode);
            using var persons = await (await app.WithCookieAsync(person.Email, antiforgery: false)).GetAsync(address, Ct);
            Assert.Equal(HttpStatusCode.NotFound, persons.StatusCode);
            using var admins = await (await app.WithCookieAsync(admin.Email, antiforgery: false)).GetAsync(address, Ct);
            Assert.Equal(HttpStatusCode.OK, admins.StatusCode);
        }
    }

    [Fact]
    public async Task ADemotedAdminsTicketOpensNothingMore()
    {
        await using var app = TestApp.Start();
        var (_, second) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        await Desk.MakeAdminAsync(app, second.Id);
        var client = await app.WithCookieAsync(second.Email, antiforgery: false);
        // The row alone: the log-in goes on and still claims the role.
        await app.QueryAsync(db => db.Users.Where(user => user.Id == second.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, false), Ct));

        using var answer = await client.GetAsync("/api/admin/audit.csv", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task TheLogIsExportedWholeAndFiltered()
    {
        await using var app = TestApp.Start();
        var admin = await app.NewPersonAsync();
        await app.QueryAsync(db =>
        {
            for (var i = 0; i < 2_500; i++)
                db.AuditEntries.Add(new() { At = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i), ActorId = admin.Id, Actor = admin.Email, Action = i % 2 == 0 ? "person.lock" : "endpoint.pause", Target = $"=cmd{i}", Detail = "100%_sure", Address = "::1" });
            return db.SaveChangesAsync(Ct);
        });
        var client = await app.WithCookieAsync(admin.Email, antiforgery: false);

        var csv = (await client.GetStringAsync("/api/admin/audit.csv", Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var json = await client.GetStringAsync("/api/admin/audit.json?action=person&from=2026-01-02&to=2026-01-02", Ct);
        var one = await client.GetStringAsync("/api/admin/audit.json?target=CMD77&actor=" + Uri.EscapeDataString(admin.Email[..6].ToUpperInvariant()), Ct);
        var none = await client.GetStringAsync("/api/admin/audit.json?actor=%25", Ct);

        Assert.Equal(2_502, csv.Length);
        Assert.Equal("at,actor,action,target,detail,address", csv[0]);
        Assert.Equal($"2026-04-15T03:00:00.000Z,{admin.Email},endpoint.pause,'=cmd2499,100%_sure,::1", csv[2]);
        Assert.Contains($",{admin.Email},audit.export,audit.csv,,", csv[1], StringComparison.Ordinal);
        Assert.Equal(
            [("audit.csv", null), ("audit.json", "?action=person&from=2026-01-02&to=2026-01-02")],
            (await Desk.LogAsync(app)).Where(entry => entry.Action == "audit.export").Take(2).Select(entry => (entry.Target, entry.Detail)));
        var day = JsonSerializer.Deserialize<List<AuditEntry>>(json, JsonSerializerOptions.Web)!;
        Assert.Equal(12, day.Count);
        Assert.All(day, entry => Assert.Equal((new DateOnly(2026, 1, 2), "person.lock"), (DateOnly.FromDateTime(entry.At), entry.Action)));
        Assert.Equal(11, JsonSerializer.Deserialize<List<AuditEntry>>(one, JsonSerializerOptions.Web)!.Count(entry => entry.Target.StartsWith("=cmd77", StringComparison.Ordinal)));
        Assert.Equal("[]", none);
    }

    [Fact]
    public async Task TheLogIsReadInPagesThatFollowOneAnother()
    {
        await using var app = TestApp.Start();
        await app.QueryAsync(db =>
        {
            for (var i = 0; i < 120; i++)
                db.AuditEntries.Add(new() { At = DateTime.UtcNow, Actor = "a", Action = "x.y", Target = i.ToString(CultureInfo.InvariantCulture) });
            return db.SaveChangesAsync(Ct);
        });
        var reader = app.Services.GetRequiredService<AuditReader>();

        var first = await reader.ListAsync(new(), null, AuditReader.PageSize, Ct);
        var second = await reader.ListAsync(new(), first[^1].Id, AuditReader.PageSize, Ct);

        Assert.Equal(first[^1].Id - 1, second[0].Id);
        Assert.Equal(100, first.Concat(second).DistinctBy(entry => entry.Id).Count());
    }

    /// <summary>As on every machine so far: by their characters, so capitals come first and accents last.</summary>
    [Fact]
    public async Task UsageSortsPeopleByTheirCharacters()
    {
        await using var app = TestApp.Start();
        string[] emails =
            ["\u00c9mile@example.org", "bob@example.org", "Zoe@example.org", "anna@example.org", "a_b@example.org"];
        foreach (var email in emails)
        {
            var person = (await app.NewPersonAsync(email)).Id;
            await app.QueryAsync(db =>
            {
                var conversation = new Conversation { UserId = person, Title = "t" };
                var message = new Message
                {
                    ConversationId = conversation.Id,
                    UserId = person,
                    Role = MessageRole.Assistant,
                    Text = "t",
                };
                db.AddRange(conversation, message, new Reply
                {
                    Id = message.Id,
                    ConversationId = conversation.Id,
                    UserId = person,
                    Endpoint = "lab",
                    Model = "m",
                    Status = ReplyStatus.Complete,
                    EndedAt = DateTime.UtcNow,
                });
                return db.SaveChangesAsync(Ct);
            });
        }

        var rows = await app.Services.GetRequiredService<UsageReader>().ReadAsync(days: 2, Ct);

        Assert.Equal(emails.Order(StringComparer.Ordinal), rows.Select(row => row.Person));
    }

    [Fact]
    public async Task UsageAddsUpTheRepliesThatEnded()
    {
        await using var app = TestApp.Start();
        var admin = await app.NewPersonAsync();
        var today = DateTime.UtcNow.Date.AddHours(1);
        await app.QueryAsync(db =>
        {
            var conversation = new Conversation { UserId = admin.Id, Title = "t" };
            db.Add(conversation);
            var sequence = 0;
            void Add(DateTime? ended, ReplyStatus status, int? tokens, string text)
            {
                var message = new Message { ConversationId = conversation.Id, UserId = admin.Id, Role = MessageRole.Assistant, Text = text, Sequence = ++sequence };
                db.AddRange(message, new Reply { Id = message.Id, ConversationId = conversation.Id, UserId = admin.Id, Endpoint = "lab", Model = "m", QueuedAt = today, Status = status, EndedAt = ended, PromptTokens = tokens, CompletionTokens = tokens * 2 });
            }
            Add(today, ReplyStatus.Complete, 10, "12345");
            Add(today, ReplyStatus.Error, null, "");
            Add(today.AddDays(-1), ReplyStatus.Stopped, 5, "123");
            Add(today.AddDays(-40), ReplyStatus.Complete, 100, "long ago");
            return db.SaveChangesAsync(Ct);
        });
        var client = await app.WithCookieAsync(admin.Email, antiforgery: false);

        var csv = await client.GetStringAsync("/api/admin/usage.csv?days=30", Ct);

        Assert.Equal(
            $"""
            day,person,endpoint,model,replies,completed,stopped,failed,promptTokens,completionTokens,characters
            {today:yyyy-MM-dd},{admin.Email},lab,m,2,1,0,1,10,20,5
            {today.AddDays(-1):yyyy-MM-dd},{admin.Email},lab,m,1,0,1,0,5,10,3

            """, csv.ReplaceLineEndings("\n"));
    }
}
