using ChatApp.Account;
using ChatApp.Data;
using Microsoft.AspNetCore.Diagnostics;

namespace ChatApp.Shell;

/// <summary>What people see instead of a bare status. Under <c>/api</c> errors are problem documents, written there.</summary>
internal static partial class ErrorPages
{
    private const string RetryAfterSeconds = "5";

    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = exception => DatabaseTrouble.IsTrouble(exception)
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
            // Trouble with the database is no bug: it is a warning below.
            SuppressDiagnosticsCallback = failure => DatabaseTrouble.IsTrouble(failure.Exception),
        });
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.Use((http, next) =>
        {
            var failed = http.Features.Get<IExceptionHandlerFeature>();
            // These pages are shown, not posted to, whatever the request was that they stand in for.
            if (failed is not null || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                http.Request.Method = HttpMethods.Get;
            // Nobody is asked who they are to see that something failed: the database that knows may be what failed.
            if (failed is not null)
                (http.Request.Headers.Cookie, http.User) = ("", PersonClaims.Nobody);
            if (failed is not null && DatabaseTrouble.IsTrouble(failed.Error))
            {
                LogUnavailable(app.Logger, failed.Error, http.TraceIdentifier);
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
            }
            return next(http);
        });
    }

    [LoggerMessage(LogLevel.Warning, "The database could not be used; the page asks again (reference {Reference})")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, string reference);
}
