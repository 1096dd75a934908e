using System.Globalization;
using ChatApp.Tests.Running;
using Microsoft.Playwright;

namespace ChatApp.Tests.Admin;

/// <summary>The dashboard as it stands open in an admin's browser: opened once, never loaded again.</summary>
internal sealed class OpenDashboard(IBrowserContext context, IPage page) : IAsyncDisposable
{
    private const string Figures = """
        () => [...document.querySelectorAll('[data-metric]')].map(figure => ({
            endpoint: figure.closest('[data-endpoint]')?.dataset.endpoint ?? '', metric: figure.dataset.metric, value: figure.dataset.value, text: figure.textContent }))
        """;

    public static async Task<OpenDashboard> OpenAsync(IBrowser browser, TestApp app, string email)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = app.Address.ToString(), ReducedMotion = ReducedMotion.Reduce, ServiceWorkers = ServiceWorkerPolicy.Block });
        var answer = await context.APIRequest.PostAsync("/api/auth/login?useCookies=true", new() { DataObject = new { email, password = TestApp.Password } });
        Assert.True(answer.Ok, $"Logging in: {answer.Status}");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin");
        // From here on the circuit draws it.
        await page.Locator(".admin[data-live]").WaitForAsync();
        return new(context, page);
    }

    /// <summary>Every figure on the page at one moment, by endpoint (empty for all) and metric.</summary>
    public async Task<Dictionary<(string Endpoint, string Metric), double>> ReadAsync() => (await page.EvaluateAsync<Figure[]>(Figures)).ToDictionary(figure => (figure.Endpoint, figure.Metric), figure =>
    {
        var value = double.Parse(figure.Value, CultureInfo.InvariantCulture);
        // What a person reads there is the same number, unless it is a time in words or a dash.
        if (double.TryParse(figure.Text, CultureInfo.InvariantCulture, out var read))
            Assert.Equal(value, read);
        return value;
    });

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    private sealed record Figure
    {
        public string Endpoint { get; init; } = "";
        public string Metric { get; init; } = "";
        public string Value { get; init; } = "";
        public string Text { get; init; } = "";
    }
}
