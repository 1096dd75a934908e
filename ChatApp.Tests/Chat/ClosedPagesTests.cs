using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using ChatApp.Account;
using ChatApp.E2E.Infrastructure;
using ChatApp.Replies;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Chat;

/// <summary>Pages come and go on a live reply: when they are gone, so is what was kept for them. What memory does is <c>measure cycles</c>.</summary>
[EveryDatabase]
[Collection(BrowserTests.Name)]
public sealed class ClosedPagesTests(Chromium chromium) : IAsyncLifetime
{
    private const int Cycles = 4;
    private Stage stage = null!;
    private TestApp app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        app = TestApp.Start(new()
        {
            ["Connections:Retention"] = "00:00:01",
            ["Models:Endpoints:0:Name"] = "lab",
            ["Models:Endpoints:0:Url"] = stage.Url.ToString(),
            ["Models:Endpoints:0:Models"] = "alpha",
        });
    }

    [Fact]
    public async Task NothingOfAClosedPageIsKept()
    {
        var circuits = 0L;
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "aspnetcore.components.circuit.active" && instrument.Meter.Scope == app.Services.GetRequiredService<IMeterFactory>())
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref circuits, change));
        meters.Start();
        var (changes, pages, open) = (app.Services.GetRequiredService<PersonChanges>(), app.Services.GetRequiredService<OpenPages>(), app.Services.GetRequiredService<OpenConversations>());
        var person = await app.NewPersonAsync();
        using var sent = await person.Client.PostAsJsonAsync("/api/chat/message", new { clientMessageId = Guid.NewGuid(), text = "a long story" }, Ct);
        var conversation = Guid.Parse((await sent.Content.ReadFromJsonAsync<ReplyApi.Sent>(Ct))!.ConversationId);
        var call = await stage.NextAsync();
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = app.Address.ToString() });
        await context.APIRequest.PostAsync("/api/auth/login?useCookies=true", new() { DataObject = new { email = person.Email, password = TestApp.Password } });

        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync($"/c/{conversation}");
            await page.Locator("chat-composer[data-live]").WaitForAsync();
            await call.SayAsync($"word{cycle} ");
            await page.GetByText($"word{cycle}").WaitForAsync();
            Assert.True(Interlocked.Read(ref circuits) > 0 && changes.HasViewers(person.Id) && open.Contains(conversation) && pages.Sessions.Any());
            await page.CloseAsync();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Interlocked.Read(ref circuits) > 0 || changes.HasViewers(person.Id) || open.Contains(conversation) || pages.Sessions.Any())
            await tick.WaitForNextTickAsync(patience.Token);
        await call.FinishAsync("the end");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await stage.DisposeAsync();
    }
}
