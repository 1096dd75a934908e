using System.Net.Http.Json;
using ChatApp.Data;
using ChatApp.Tests.Data;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Shell;

[SqliteOnly("looks at cultures")]
public sealed class ProcessCultureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Turkish writes 200.000 and 17.04.2026, and its capital of i is not I.</summary>
    [Fact]
    public async Task AMachineThatSpeaksTurkishChangesNothing()
    {
        using var folder = new Folder();
        using var run = AppRun.Start(folder.Path, ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"));
        await run.WaitUntilLiveAsync();
        using var client = new HttpClient { BaseAddress = run.Address };
        var ingrid = new { email = "INGRID@example.org", password = TestApp.Password };
        await client.PostAsJsonAsync("/api/auth/register", ingrid, Ct);
        await TestApp.LogInAsync(client, "ingrid@EXAMPLE.ORG");

        using var tooLong = await SendAsync(client, new string('x', Message.MaxLength + 1));
        using var sent = await SendAsync(client, "Hello");
        sent.EnsureSuccessStatusCode();
        var usage = await EndedRepliesAsync(client);
        run.Terminate();
        var (_, _, output) = await run.EndAsync();

        var refusal = await tooLong.Content.ReadAsStringAsync(Ct);
        Assert.Contains("at most 200,000 characters", refusal, StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\d,INGRID@example\.org,guide,guide,1,1,0,0,", usage);
        Assert.StartsWith($"ChatApp is open at http://127.0.0.1:{run.Address.Port}. ", output, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string text)
    {
        var message = new { clientMessageId = Guid.NewGuid(), text, model = "guide/guide" };
        return client.PostAsJsonAsync("/api/chat/message", message, Ct);
    }

    /// <summary>The first line below the head of the export, as soon as a reply has ended.</summary>
    private static async Task<string> EndedRepliesAsync(HttpClient client)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await tick.WaitForNextTickAsync(Ct))
        {
            var usage = await client.GetStringAsync("/api/admin/usage.csv", Ct);
            if (usage.Split("\r\n") is [_, { Length: > 0 } line, ..])
                return line;
        }
        return "";
    }
}
