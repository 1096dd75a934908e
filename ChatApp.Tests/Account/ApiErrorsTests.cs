using ChatApp.Account;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatApp.Tests.Account;

public sealed class ApiErrorsTests
{
    [Fact]
    public async Task ARequestThatTheStopCutShortIsAskedToComeAgain()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        Assert.Equal(503, (await AnswerAsync(new OperationCanceledException(), stopping.Token)).StatusCode);
        Assert.Equal(500, (await AnswerAsync(new OperationCanceledException(), CancellationToken.None)).StatusCode);
    }

    [Theory]
    [InlineData(5, 503)]
    [InlineData(8, 503)]
    [InlineData(13, 503)]
    [InlineData(19, 500)]
    public async Task ADatabaseThatCannotBeWrittenIsNoFaultOfOurs(int code, int status)
    {
        var answer = await AnswerAsync(new SqliteException("No.", code), CancellationToken.None);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == 503 ? "5" : "", answer.Headers.RetryAfter.ToString());
    }

    private static async Task<HttpResponse> AnswerAsync(Exception exception, CancellationToken stopping)
    {
        var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Path = "/api/chat/message";
        await new ApiErrors(_ => throw exception, new Lifetime(stopping), NullLogger<ApiErrors>.Instance).InvokeAsync(http);
        return http.Response;
    }

    private sealed class Lifetime(CancellationToken stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;
        public CancellationToken ApplicationStopping => stopping;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
