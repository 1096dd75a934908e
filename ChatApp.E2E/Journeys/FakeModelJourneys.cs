using System.Net.Http.Json;
using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Journeys;

/// <summary>The journeys lean on the fake model, so it has to do what it is told.</summary>
public sealed class FakeModelJourneys
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey]
    public async Task TheFakeModelHoldsAReplyUntilItsGateOpens()
    {
        await using var model = await FakeModel.StartAsync(Ct);
        var reply = AskAsync(model, "tokens=5 gate=held@3");

        await model.ReachedAsync("held", Ct);
        Assert.Equal(3, Assert.Single(await model.CallsAsync("held", Ct)).WordsSent);
        await model.OpenGateAsync("held", Ct);

        var text = await (await reply).Content.ReadAsStringAsync(Ct);
        Assert.Contains("word5", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Journey]
    public async Task TheFakeModelFailsAsOftenAsItIsToldTo()
    {
        await using var model = await FakeModel.StartAsync(Ct);

        Assert.Equal(429, (int)(await AskAsync(model, "fail=429 times=1")).StatusCode);
        Assert.Equal(200, (int)(await AskAsync(model, "fail=429 times=1")).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(model, "fail=reset@2"));
    }

    private static async Task<HttpResponseMessage> AskAsync(FakeModel model, string message)
    {
        using var http = new HttpClient();
        return await http.PostAsJsonAsync(model.Url + "/chat/completions", new { stream = true, messages = new[] { new { role = "user", content = message } } }, Ct);
    }
}
