using ChatApp.Tests.Files;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Replies;

/// <summary>Each route of the API as its owner, another person, nobody, and with an id that is none.</summary>
[EveryDatabase]
public sealed class ApiMatrixTests : StagedTests
{
    private sealed record Row(string Route, string Body, int Owner, int Other = 404, int Malformed = 404, bool Open = false);

    // In an order in which the owner's calls work one after the other.
    private static readonly Row[] Rows =
    [
        new("GET /api/auth/antiforgery", "", 200, Other: 200),
        new("POST /api/auth/register", """{"email":"x","password":"y"}""", 422, Open: true),
        new("POST /api/auth/login", """{"email":"x","password":"y"}""", 401, Open: true),
        new("POST /api/auth/refresh", """{"refreshToken":"x"}""", 401, Open: true),
        new("POST /api/chat/message", """{"clientMessageId":"NEW","text":"more","conversationId":"CONVERSATION"}""", 202),
        new("GET /api/chat/message/{replyId}", "", 200),
        new("GET /api/chat/message/{replyId}/events", "", 200),
        new("POST /api/chat/message/{replyId}/stop", "", 202),
        new("POST /api/chat/message/{replyId}/retry", "", 202),
        new("POST /api/chat/message/{replyId}/regenerate", """{"clientId":"NEW"}""", 409),
        new("GET /api/chat/conversations", "", 200, Other: 200),
        new("POST /api/chat/conversation", "{}", 201, Other: 201),
        new("POST /api/files", "{}", 415, Other: 415),
        new("GET /api/files", "", 200, Other: 200),
        new("GET /api/files/limits", "", 200, Other: 200),
        new("GET /api/files/{fileId:guid}", "", 200),
        new("GET /api/files/{fileId:guid}/info", "", 200),
        new("GET /api/files/{fileId:guid}/thumbnail", "", 200),
        new("GET /api/files/{fileId:guid}/picture", "", 200),
        new("GET /api/files/{fileId:guid}/text", "", 404),
        new("DELETE /api/files/{fileId:guid}", "", 204),
        new("OPTIONS /api/files/uploads", "", 204, Other: 204),
        new("POST /api/files/uploads", "", 422, Other: 422),
        new("HEAD /api/files/uploads/{fileId:guid}", "", 200),
        new("PATCH /api/files/uploads/{fileId:guid}", "PIECE", 204),
        new("DELETE /api/files/uploads/{fileId:guid}", "", 204),
        new("GET /api/chat/conversation/{id:guid}", "", 200),
        new("PATCH /api/chat/conversation/{id:guid}", """{"title":"Named"}""", 204),
        new("DELETE /api/chat/conversation/{id:guid}", "", 204),
        new("POST /api/chat/conversation/{id:guid}/restore", "", 204),
    ];

    [Fact]
    public async Task EveryRouteOfTheApiAnswersItsOwnerAlone()
    {
        await using var app = ReplyApi.Start(Stage);
        var routes = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            // Those of admins have no owner; who may call them is tested with them.
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/') is var path && path.StartsWith("api/", StringComparison.Ordinal) && !path.StartsWith("api/admin/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}") ?? []);
        Assert.Equal(Rows.Select(row => row.Route).Order(), routes.Distinct().Order());

        var (owner, other) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        var sent = await owner.SendAsync("Hi");
        (await Stage.NextAsync()).Refuse(401);
        await owner.FollowAsync(sent.ReplyId);
        var file = (await owner.UploadAsync("a.png", Samples.Png())).Id;
        await owner.CheckedAsync(file);
        using var begun = await owner.Client.AnnounceAsync("a.txt", 9);
        var upload = begun.Headers.Location!.ToString().Split('/')[^1];
        Stage.OnAnswer = context => new ModelCall(context).EndAsync();
        foreach (var row in Rows)
        {
            var parts = row.Route.Split(' ');
            async Task<int> Call(HttpClient client, string replyId, string conversationId, string? anyFile = null)
            {
                var path = parts[1].Replace("{replyId}", replyId, StringComparison.Ordinal).Replace("{id:guid}", conversationId, StringComparison.Ordinal)
                    .Replace("{fileId:guid}", anyFile ?? (parts[1].Contains("/uploads", StringComparison.Ordinal) ? upload : file), StringComparison.Ordinal);
                using var request = new HttpRequestMessage(new(parts[0]), path);
                request.Headers.Add("Tus-Resumable", "1.0.0");
                if (row.Body is "PIECE")
                {
                    request.Headers.Add("Upload-Offset", "0");
                    request.Content = new StringContent("four") { Headers = { ContentType = new("application/offset+octet-stream") } };
                }
                else if (row.Body is not "")
                    request.Content = new StringContent(
                        row.Body.Replace("NEW", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("CONVERSATION", conversationId, StringComparison.Ordinal),
                        System.Text.Encoding.UTF8, "application/json");
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
                if ((int)answer.StatusCode is 401 or 404 && !row.Open && parts[0] is not "HEAD")
                    Assert.StartsWith("urn:chatapp:", await answer.ProblemTypeAsync());
                return (int)answer.StatusCode;
            }
            var told = $"{row.Route}: ";
            var anonymous = await Call(app.Anonymous(), sent.ReplyId, sent.ConversationId);
            Assert.Equal(told + (row.Open ? row.Owner : 401), told + anonymous);
            if (row.Open)
                continue;
            Assert.Equal(told + row.Other, told + await Call(other.Client, sent.ReplyId, sent.ConversationId));
            if (row.Other == 404)
            {
                Assert.Equal(told + row.Malformed, told + await Call(owner.Client, "nonsense", "nonsense", "nonsense"));
                Assert.Equal(told + 404, told + await Call(owner.Client, Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString()));
            }
            Assert.Equal(told + row.Owner, told + await Call(owner.Client, sent.ReplyId, sent.ConversationId));
        }
    }
}
