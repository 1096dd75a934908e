using ChatApp.Data;
using Microsoft.AspNetCore.Diagnostics;

namespace ChatApp.Account;

/// <summary>Under <c>/api</c> every error is a problem document: also those that routing, binding, size limits and log-in answer with a bare status, and exceptions.</summary>
internal sealed partial class ApiErrors(RequestDelegate next, IHostApplicationLifetime host, ILogger<ApiErrors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(ApiGroup.Root, StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }
        // The pages for people would answer a program with HTML, and a POST a second time.
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = exception.StatusCode;
        }
        catch (OperationCanceledException) when (!http.Response.HasStarted && host.ApplicationStopping.IsCancellationRequested)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception exception) when (!http.Response.HasStarted && DatabaseTrouble.IsTrouble(exception))
        {
            LogUnavailable(exception, http.TraceIdentifier);
            http.Response.Clear();
            http.Response.Headers.RetryAfter = "5";
            await ApiProblem.Of(503, "unavailable", "ChatApp cannot reach or write its database right now. Nothing was changed; try again in a moment.").ExecuteAsync(http);
        }
        catch (Exception exception) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(exception, http.TraceIdentifier);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        if (http.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null or "", ContentLength: null or 0 })
            await ApiProblem.Of(http.Response.StatusCode).ExecuteAsync(http);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database could not be used; the request was asked to come again (reference {Reference}).")]
    private partial void LogUnavailable(Exception exception, string reference);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to the API failed (reference {Reference}).")]
    private partial void LogFailed(Exception exception, string reference);
}
