using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatApp.Account;

internal static class ApiGroup
{
    public const string Root = "/api";

    private const string AntiforgeryHeader = "RequestVerificationToken";

    /// <summary>Bytes of a request's body, but for files.</summary>
    public const int BodyLimit = 2 * 1024 * 1024;

    /// <summary>A group of API routes: log-in required, the antiforgery token demanded of cookies, bodies of 2 MB, errors as problem details.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string prefix)
    {
        var group = app.MapGroup(prefix).RequireAuthorization()
            .WithMetadata(new SkipStatusCodePagesAttribute(), new RequestSizeLimitAttribute(BodyLimit));
        group.AddEndpointFilter(async (call, next) =>
            await IsForgeryAsync(call.HttpContext) ? ApiProblem.Of(400, "antiforgery", "Send the antiforgery token in the header RequestVerificationToken.") : await next(call));
        return group;
    }

    // Browsers add the cookie to requests that other sites make, the Authorization header never. Routes open to all act on no cookie.
    private static async Task<bool> IsForgeryAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method))
            return false;
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return false;
        var ticket = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket;
        return ticket?.AuthenticationScheme != SignInSetup.BearerTicket
            // Only the header counts: asked without it, the framework would read a whole upload in search of a form's field.
            && (http.Request.Headers[AntiforgeryHeader].Count == 0 || !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http));
    }
}
