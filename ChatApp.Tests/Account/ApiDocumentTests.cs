using System.Text.Json;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task TheDocumentNamesEveryCallOfTheApiAndNothingElse()
    {
        await using var app = TestApp.Start();
        using var anonymous = app.Anonymous();

        var text = await anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        Assert.Contains("/api/auth/login", paths);
        Assert.Contains("/api/chat/message", paths);
        Assert.Contains("/api/chat/message/{replyId}/events", paths);
        Assert.Contains("/api/chat/conversations", paths);
        Assert.All(paths, path => Assert.StartsWith("/api/", path, StringComparison.Ordinal));
    }
}
