using System.Globalization;
using Bunit;
using ChatApp.Admin.Switchboard;
using ChatApp.Admin.Usage;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class UsagePageTests
{
    private static readonly DateTime Today = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);
    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryFigureIsAPlainCountOfTheRowsByPersonModelAndDay()
    {
        await using var app = TestApp.Start();
        var people = new List<TestPerson>();
        for (var i = 0; i < 3; i++)
            people.Add(await app.NewPersonAsync());
        await using var desk = await Desk.OpenAsync(app, people[0].Id);
        await desk.Services.GetRequiredService<SwitchActions>().DrainAsync(true, Ct);
        var facts = Facts([.. people.Select(person => person.Email)]);
        await WriteAsync(app, facts, people.ToDictionary(person => person.Email, person => person.Id));
        await using var context = new BunitContext();
        context.Services.AddSingleton(new UsageReader(desk.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>(), new FakeTimeProvider(Today.AddHours(13))));
        context.Services.AddFallbackServiceProvider(desk.Services);
        context.Renderer.SetRendererInfo(new("Server", isInteractive: true));
        var page = context.Render<UsagePage>();

        foreach (var days in new[] { 30, 7, 1, 366 })
        {
            await ChooseAsync(page, 1, $"{days}");
            List<Fact> counted = [.. facts.Where(fact => fact.Status.IsFinal() && fact.Kind is ReplyKind.Answer && fact.DaysAgo < days)];
            await ShowsAsync("Person", fact => fact.Person);
            await ShowsAsync("Model", fact => $"{fact.Endpoint}/{fact.Model}");
            await ShowsAsync("Day", fact => Today.AddDays(-fact.DaysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

            async Task ShowsAsync(string by, Func<Fact, string> name)
            {
                await ChooseAsync(page, 2, by);
                List<string> expected = [.. counted.GroupBy(name).Select(group => Line(group.Key, [.. group])).Order(StringComparer.Ordinal), Line("Together", counted)];
                await page.WaitForAssertionAsync(() => Assert.Equal(expected, Shown(page)), TimeSpan.FromSeconds(10));
            }
        }
    }

    // Found and changed in one go: between the two the page may draw itself anew.
    private static Task ChooseAsync(IRenderedComponent<UsagePage> page, int select, string value) =>
        page.InvokeAsync(() => page.Find($"label:nth-of-type({select}) select").ChangeAsync(new() { Value = value }));

    private static string Line(string name, List<Fact> facts) => string.Create(CultureInfo.InvariantCulture,
        $"{name}: {facts.Count} replies, {facts.Count(fact => fact.Status is ReplyStatus.Stopped)} stopped, {facts.Count(fact => fact.Status is ReplyStatus.Error)} failed, {facts.Sum(fact => fact.Prompt)} in, {facts.Sum(fact => fact.Completion)} out, {facts.Sum(fact => fact.Text.Length)} stored");

    /// <summary>The table's rows in the order of their names, and its foot.</summary>
    private static List<string> Shown(IRenderedComponent<UsagePage> page) => [.. page.FindAll("tbody tr").Select(Read).Order(StringComparer.Ordinal), .. page.FindAll("tfoot tr").Select(Read)];

    private static string Read(AngleSharp.Dom.IElement row)
    {
        var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Replace(",", "", StringComparison.Ordinal)).ToList();
        return $"{row.QuerySelector("th")!.TextContent}: {cells[0]} replies, {cells[1]} stopped, {cells[2]} failed, {cells[3]} in, {cells[4]} out, {cells[5]} stored";
    }

    private static List<Fact> Facts(string[] people)
    {
        var random = new Random(20261126);
        return [.. Enumerable.Range(0, 150).Select(_ => new Fact(
            Person: Any(people),
            Endpoint: Any("guide", "ollama"),
            Model: Any("alpha", "beta"),
            DaysAgo: Any(0, random.Next(8), random.Next(40), random.Next(400)),
            Kind: Any(ReplyKind.Answer, ReplyKind.Answer, ReplyKind.Answer, ReplyKind.Title),
            Status: Any(ReplyStatus.Queued, ReplyStatus.Complete, ReplyStatus.Complete, ReplyStatus.Stopped, ReplyStatus.Error),
            Prompt: Any<int?>(null, random.Next(3_000), random.Next(3_000)),
            Completion: Any<int?>(null, random.Next(3_000), random.Next(3_000)),
            Text: new string('x', random.Next(2_000))))];

        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
    }

    private static Task<int> WriteAsync(TestApp app, List<Fact> facts, Dictionary<string, Guid> people) => app.QueryAsync(db =>
    {
        var conversations = people.ToDictionary(person => person.Key, person => new Conversation { UserId = person.Value, Title = "t" });
        db.AddRange(conversations.Values);
        foreach (var (fact, number) in facts.Select((fact, number) => (fact, number)))
        {
            var (conversation, ended) = (conversations[fact.Person], Today.AddDays(-fact.DaysAgo).AddMinutes(number));
            var message = new Message { ConversationId = conversation.Id, UserId = conversation.UserId, Role = MessageRole.Assistant, Text = fact.Text, Sequence = number };
            db.AddRange(message, new Reply
            {
                Id = message.Id,
                ConversationId = conversation.Id,
                UserId = conversation.UserId,
                Kind = fact.Kind,
                Status = fact.Status,
                Endpoint = fact.Endpoint,
                Model = fact.Model,
                QueuedAt = fact.Status.IsFinal() ? ended : DateTime.UtcNow,
                EndedAt = fact.Status.IsFinal() ? ended : null,
                PromptTokens = fact.Prompt,
                CompletionTokens = fact.Completion,
            });
        }
        return db.SaveChangesAsync(Ct);
    });

    private sealed record Fact(string Person, string Endpoint, string Model, int DaysAgo, ReplyKind Kind, ReplyStatus Status, int? Prompt, int? Completion, string Text);
}
