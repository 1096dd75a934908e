using ChatApp.Account;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Structure;

/// <summary>Everything is closed unless it stands here. A new route without a row fails, and so does a row that the app contradicts.</summary>
[EveryDatabase]
public sealed class RouteTests
{
    private static readonly string[] Anonymous =
    [
        "/login", "/register", "/reset-password", "/offline", "/not-found", "/error", "POST /logout", "/health/live", "/health/ready", "GET /openapi/{documentName}.json",
        "POST /api/auth/register", "POST /api/auth/login", "POST /api/auth/refresh",
    ];

    private static readonly string[] Person =
    [
        // The path of a file is the build's own route, for files that are added while it runs; a published app has none.
        "/", "/c/{ConversationId:guid}", "/account", "/account/files", "/{**path:file}", "GET /api/auth/antiforgery",
        "POST /api/chat/message", "GET /api/chat/message/{replyId}", "GET /api/chat/message/{replyId}/events",
        "POST /api/chat/message/{replyId}/stop", "POST /api/chat/message/{replyId}/retry", "POST /api/chat/message/{replyId}/regenerate",
        "GET /api/chat/conversations", "POST /api/chat/conversation", "GET /api/chat/conversation/{id:guid}",
        "POST /api/files", "GET /api/files", "GET /api/files/limits", "GET /api/files/{fileId:guid}", "DELETE /api/files/{fileId:guid}", "GET /api/files/{fileId:guid}/info",
        "GET /api/files/{fileId:guid}/thumbnail", "GET /api/files/{fileId:guid}/picture", "GET /api/files/{fileId:guid}/text",
        "OPTIONS /api/files/uploads", "POST /api/files/uploads", "HEAD /api/files/uploads/{fileId:guid}", "PATCH /api/files/uploads/{fileId:guid}", "DELETE /api/files/uploads/{fileId:guid}",
        "PATCH /api/chat/conversation/{id:guid}", "DELETE /api/chat/conversation/{id:guid}", "POST /api/chat/conversation/{id:guid}/restore",
    ];

    private static readonly string[] Admin = ["/hangfire/{**path}", "/admin", "/admin/line", "/admin/models", "/admin/people", "/admin/audit", "/admin/usage", "GET /api/admin/audit.csv", "GET /api/admin/audit.json", "GET /api/admin/usage.csv", "GET /api/admin/usage.json"];

    [Fact]
    public async Task EveryRouteIsClassifiedAndIsWhatTheTableSays()
    {
        await using var app = TestApp.Start();
        var expected = Anonymous.Select(route => $"anonymous {route}").Concat(Person.Select(route => $"person {route}")).Concat(Admin.Select(route => $"admin {route}"));

        var routes = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => !IsFrameworks(endpoint)).Select(endpoint => $"{Door(endpoint)} {Name(endpoint)}");

        Assert.Equal(expected.Order(), routes.Distinct().Order());
    }

    [Fact]
    public async Task WhatBlazorAndStylesNeedIsOpenToPagesWithoutALogIn()
    {
        await using var app = TestApp.Start();

        Assert.All(
            app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(IsFrameworks),
            endpoint => Assert.Equal("anonymous", Door(endpoint)));
    }

    // Blazor's own doors, and static files: whatever carries their description, or lies in their folders.
    private static bool IsFrameworks(RouteEndpoint endpoint) =>
        Path(endpoint) is var path && (path.StartsWith("/_blazor", StringComparison.Ordinal) || path.StartsWith("/_framework", StringComparison.Ordinal))
        || endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");

    private static string Door(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? "anonymous"
        : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy == Policies.Admin) ? "admin"
        : "person";

    // Pages answer GET and POST alike and are named without a method.
    private static string Name(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: 1 } methods ? $"{methods[0]} {Path(endpoint)}" : Path(endpoint);

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');
}
