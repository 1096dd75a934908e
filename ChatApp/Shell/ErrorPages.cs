using Microsoft.AspNetCore.Diagnostics;

namespace ChatApp.Shell;

/// <summary>What people see instead of a bare status. Under <c>/api</c> errors are problem documents, written there.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.Use((http, next) =>
        {
            // These pages are shown, not posted to, whatever the request was that they stand in for.
            if (http.Features.Get<IExceptionHandlerFeature>() is not null || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                http.Request.Method = HttpMethods.Get;
            // Nobody is asked who they are to see that something failed: the database that knows may be what failed.
            if (http.Features.Get<IExceptionHandlerFeature>() is not null)
                http.Request.Headers.Cookie = "";
            return next(http);
        });
    }
}
