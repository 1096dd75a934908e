using System.Net;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Queue;

[EveryDatabase]
public sealed class DashboardTests
{
    [Fact]
    public async Task OnlyAdminsSeeHangfiresDashboard()
    {
        await using var app = TestApp.Start();
        var admin = await app.NewPersonAsync();
        var other = await app.NewPersonAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await app.WithCookieAsync(admin.Email)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(await app.WithCookieAsync(other.Email)));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(app.Anonymous()));
    }

    [Fact]
    public async Task TheDashboardSaysNothingOfTheConnection()
    {
        await using var app = TestApp.Start();
        var admin = await app.WithCookieAsync((await app.NewPersonAsync()).Email);

        var html = await admin.GetStringAsync("/hangfire", TestContext.Current.CancellationToken);

        Assert.Contains("ChatApp job engine", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Folder, html, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/hangfire", TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
