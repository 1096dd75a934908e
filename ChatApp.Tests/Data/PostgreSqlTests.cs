using System.Net;
using System.Net.Http.Json;
using ChatApp.Data;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatApp.Tests.Data;

[PostgreSqlOnly("looks at its connections, and makes it read-only")]
public sealed class PostgreSqlTests : StagedTests
{
    private static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task IdleJobWorkersHaveAPoolOfTheirOwnAndItIsSmall()
    {
        var endpoints = Enumerable.Range(1, 4).SelectMany(number => new[]
        {
            ($"Models:Endpoints:{number}:Name", $"lab{number}"),
            ($"Models:Endpoints:{number}:Url", Stage.Url.ToString()),
            ($"Models:Endpoints:{number}:Models", "alpha"),
        });
        await using var rig = await StartAsync([.. endpoints]);
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        await (await Stage.NextAsync()).FinishAsync("done");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);

        await using var db = await rig.OpenAsync();
        var names = await db.Database.SqlQuery<string>(
            $"""SELECT application_name AS "Value" FROM pg_stat_activity WHERE datname = current_database()""").ToListAsync(Ct);

        Assert.Equal(["ChatApp", "ChatApp jobs"], names.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(names.Count(name => name == "ChatApp jobs"), 1, 20);
    }

    [Fact]
    public async Task AStartMakesADatabaseThatIsNotThereAndSaysNoMoreThanItsOneLine()
    {
        using var folder = new Folder();
        var server = new NpgsqlConnectionStringBuilder(TestDatabase.Settings(folder.Path)["ConnectionStrings:Default"]) { Database = $"made_{Guid.NewGuid():N}" };
        using var run = AppRun.Start(folder.Path, ("ConnectionStrings:Default", server.ConnectionString));
        await run.WaitUntilLiveAsync();
        await run.SpeaksAsync();

        run.Terminate();
        var (code, errors, output) = await run.EndAsync();

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("ChatApp is open at ", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReadOnlyDatabaseIsSaidAtOnceAndPassesWithoutARestart()
    {
        await using var app = ReplyApi.Start(Stage);
        var user = await app.NewPersonAsync();
        var message = new { clientMessageId = Guid.NewGuid(), text = "kept" };

        await SetReadOnlyAsync(app, true);
        using (var refused = await user.Client.PostAsJsonAsync("/api/chat/message", message, Ct).WaitAsync(OneRequest, Ct))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:chatapp:unavailable"), (refused.StatusCode, await refused.ProblemTypeAsync()));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await SetReadOnlyAsync(app, false);
        using var accepted = await user.Client.PostAsJsonAsync("/api/chat/message", message, Ct);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    // As after a fail-over: the connections end, and the new ones find a server that only reads.
    private static async Task SetReadOnlyAsync(TestApp app, bool readOnly)
    {
        var connection = await app.QueryAsync(db => Task.FromResult(db.Database.GetConnectionString()));
        var own = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "operator", Pooling = false };
        await using var operators = new NpgsqlConnection(own.ConnectionString);
        await operators.OpenAsync(Ct);
        foreach (var statement in new[]
        {
            "SET default_transaction_read_only = off",
            $"ALTER DATABASE \"{own.Database}\" SET default_transaction_read_only = {(readOnly ? "on" : "off")}",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ChatApp'",
        })
        {
            await using var command = new NpgsqlCommand(statement, operators);
            await command.ExecuteNonQueryAsync(Ct);
        }
    }
}
