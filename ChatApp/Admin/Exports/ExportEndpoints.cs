using System.Globalization;
using ChatApp.Account;
using ChatApp.Admin.Audit;
using ChatApp.Admin.Usage;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Exports;

/// <summary>The dashboard's tables as files, for admins and their programs.</summary>
internal static class ExportEndpoints
{
    private static readonly string[] AuditColumns = ["at", "actor", "action", "target", "detail", "address"];
    private static readonly string[] UsageColumns = ["day", "person", "endpoint", "model", "replies", "completed", "stopped", "failed", "promptTokens", "completionTokens", "characters"];

    public static void MapExports(this WebApplication app)
    {
        var exports = app.MapApi("/api/admin").RequireAuthorization(Policies.Admin).WithTags("Admin");
        exports.AddEndpointFilter(ForAdminsNowAndWrittenDownAsync);
        exports.MapGet("/audit.csv", (HttpContext http, AuditReader reader, [AsParameters] AuditFilter filter) =>
            ExportFile.Csv(http, "audit", AuditColumns, reader.StreamAsync(filter, http.RequestAborted), Cells)).WithSummary("The audit log, newest first.");
        exports.MapGet("/audit.json", (HttpContext http, AuditReader reader, [AsParameters] AuditFilter filter) =>
            ExportFile.Json(http, "audit", reader.StreamAsync(filter, http.RequestAborted))).WithSummary("The audit log, newest first.");
        exports.MapGet("/usage.csv", async (HttpContext http, UsageReader reader, int days = 30) =>
            ExportFile.Csv(http, "usage", UsageColumns, (await reader.ReadAsync(days, http.RequestAborted)).ToAsyncEnumerable(), Cells)).WithSummary("Replies, errors, tokens and text per day, person and model.");
        exports.MapGet("/usage.json", async (HttpContext http, UsageReader reader, int days = 30) =>
            ExportFile.Json(http, "usage", (await reader.ReadAsync(days, http.RequestAborted)).ToAsyncEnumerable())).WithSummary("Replies, errors, tokens and text per day, person and model.");
    }

    private static object?[] Cells(AuditEntry entry) => [entry.At, entry.Actor, entry.Action, entry.Target, entry.Detail, entry.Address];

    private static object?[] Cells(UsageRow row) =>
        [row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Person, row.Endpoint, row.Model, row.Replies, row.Completed, row.Stopped, row.Failed, row.PromptTokens, row.CompletionTokens, row.Characters];

    // The policy believes the log-in's claims; here the rows are asked. Whoever takes the log away is in it.
    private static async ValueTask<object?> ForAdminsNowAndWrittenDownAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var (http, services) = (call.HttpContext, call.HttpContext.RequestServices);
        await using var db = await services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(http.RequestAborted);
        if (await services.GetRequiredService<AdminGuard>().FindAsync(db, http.User, http.RequestAborted) is not { } admin)
            return ApiProblem.NotFound();
        var (name, asked) = (Path.GetFileName(http.Request.Path.Value!), http.Request.QueryString.Value);
        await services.GetRequiredService<AuditLog>()
            .RecordAsync(db, admin, $"{Path.GetFileNameWithoutExtension(name)}.export", name, string.IsNullOrEmpty(asked) ? null : asked, http.RequestAborted);
        return await next(call);
    }
}
