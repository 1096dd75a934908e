using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;

namespace ChatApp.E2E.Journeys;

/// <summary>The policy must hold in a real browser too: a violation is a console error, which fails every journey.</summary>
public sealed class HeaderJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task EveryPageForbidsForeignHostsFramesAndSniffing()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        foreach (var path in new[] { "/", "/account", "/login" })
        {
            var headers = await (await person.Page.GotoAsync(path))!.AllHeadersAsync();

            var policy = headers["content-security-policy"];
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", headers["x-content-type-options"]);
            Assert.Contains("referrer-policy", headers);
            Assert.DoesNotContain("server", headers);
        }
    }

    [Journey]
    public async Task AHostileReplyNeitherRunsNorLoadsAnything()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(person.Page);

        await chat.BeginAsync("say=<script>alert(1)</script><img_src=https://example.com/x_onerror=alert(2)>_[x](javascript:alert(3))_![y](https://example.com/y.png)");
        await chat.Reply(0).HasStatusAsync("complete");

        Assert.Equal(0, await chat.Reply(0).Body.Locator("script, img, iframe, [href^='javascript']").CountAsync());
    }
}
