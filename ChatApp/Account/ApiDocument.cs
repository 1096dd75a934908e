using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatApp.Account;

/// <summary>The API described for programs, at <c>/openapi/v1.json</c>, for everybody: it says nothing of this installation.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = call => call.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
    });

    public static void MapApiDocument(this WebApplication app) => app.MapOpenApi().AllowAnonymous();

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info.Title = "ChatApp";
        document.Info.Description = "Errors are problem details (RFC 9457) with a stable type. Ids are opaque strings; client ids are UUIDs. "
            + "Log in with POST /api/auth/login and send the token as Authorization: Bearer, or use the cookie together with the antiforgery token.";
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerTokenDefaults.AuthenticationScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(BearerTokenDefaults.AuthenticationScheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
