using ChatApp.Account;

namespace ChatApp.Files;

/// <summary>What tus 1.0.0 says about every call: the version is told, and asked for.</summary>
internal sealed class TusFilter : IEndpointFilter
{
    public const string Version = "1.0.0";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["Tus-Resumable"] = Version;
        if (HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers["Tus-Resumable"] == Version)
            return await next(context);
        http.Response.Headers["Tus-Version"] = Version;
        return ApiProblem.Of(412, "tus-version", "Send the header Tus-Resumable: 1.0.0.");
    }
}
