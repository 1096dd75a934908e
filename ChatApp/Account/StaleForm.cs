using Microsoft.AspNetCore.Antiforgery;

namespace ChatApp.Account;

/// <summary>A form whose antiforgery token does not fit, mostly because somebody logged in or out in another tab: shown again, with a sentence and status 400, instead of an empty error.</summary>
internal static class StaleForm
{
    public const string Sentence = "This page was out of date, so nothing was done. Please try again.";
    private static readonly object Mark = new();

    public static bool IsOne(HttpContext http) => http.Items.ContainsKey(Mark);

    public static void UseStaleForms(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && http.GetEndpoint()?.Metadata.GetMetadata<ShowsStaleFormAttribute>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            http.Items[Mark] = true;
        }
        return next(http);
    });
}

/// <summary>On a static page whose forms may be shown again.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShowsStaleFormAttribute : Attribute;
