using ChatApp.Resilience;
using ChatApp.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Resilience;

public sealed class DatabaseRetryTests
{
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReadingIsRepeatedWithGrowingDelaysUntilItSucceeds()
    {
        var immediate = new ImmediateTimeProvider();
        using var retry = new DatabaseRetry(immediate, NullLogger<DatabaseRetry>.Instance);
        var attempts = 0;

        var found = await retry.ReadAsync(
            _ => ++attempts > 4 ? Task.FromResult("here") : throw UnreliableDatabase.Trouble(), null, Ct);

        Assert.Equal(("here", 5), (found, attempts));
        Assert.Equal([1, 2, 5, 5], immediate.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task ReadingsFailUntilTheLastOfThemSucceeds()
    {
        using var retry = Retry();
        var away = new[] { true, true };
        var told = 0;
        Task<int> ReadAsync(int number) => retry.ReadAsync(
            _ => away[number] ? throw UnreliableDatabase.Trouble() : Task.FromResult(number), () => told++, Ct);
        var readings = new[] { ReadAsync(0), ReadAsync(1) };
        Assert.Equal((DatabaseState.ReadingFails, 2), (retry.State, told));

        away[0] = false;
        time.Advance(TimeSpan.FromSeconds(1));
        await readings[0];
        Assert.Equal(DatabaseState.ReadingFails, retry.State);

        away[1] = false;
        while (!readings[1].IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
        Assert.Equal((DatabaseState.Available, 2), (retry.State, told));
    }

    [Fact]
    public async Task AReadingThatIsAbandonedIsNotRepeated()
    {
        using var retry = Retry();
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var attempts = 0;
        Task<int> FailAsync(CancellationToken ct)
        {
            attempts++;
            throw UnreliableDatabase.Trouble();
        }
        var reading = retry.ReadAsync(FailAsync, null, abandoned.Token);

        await abandoned.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((DatabaseState.Available, 1), (retry.State, attempts));
    }

    [Fact]
    public async Task ACommandIsTriedOnceAndItsRefusalIsSaidForTenSeconds()
    {
        using var retry = Retry();
        var attempts = 0;

        var done = await retry.TryAsync(
            _ =>
            {
                attempts++;
                throw UnreliableDatabase.Trouble();
            },
            Ct);

        Assert.False(done);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((DatabaseState.CommandRefused, 1), (retry.State, attempts));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((DatabaseState.Available, 1), (retry.State, attempts));
    }

    [Fact]
    public async Task ACommandThatSucceedsEndsTheRefusalOfTheOneBefore()
    {
        using var retry = Retry();
        Assert.False(await retry.TryAsync(_ => throw UnreliableDatabase.Trouble(), Ct));

        Assert.True(await retry.TryAsync(_ => Task.CompletedTask, Ct));

        Assert.Equal(DatabaseState.Available, retry.State);
    }

    [Fact]
    public async Task WhatIsNoTroubleWithTheDatabaseIsThrown()
    {
        using var retry = Retry();

        await Assert.ThrowsAsync<NotSupportedException>(
            () => retry.ReadAsync<int>(_ => throw new NotSupportedException(), null, Ct));
        await Assert.ThrowsAsync<NotSupportedException>(
            () => retry.TryAsync(_ => throw new NotSupportedException(), Ct));

        Assert.Equal(DatabaseState.Available, retry.State);
    }

    private DatabaseRetry Retry() => new(time, NullLogger<DatabaseRetry>.Instance);

    /// <summary>Every timer fires at once; what it was asked to wait is kept.</summary>
    private sealed class ImmediateTimeProvider : TimeProvider
    {
        public List<TimeSpan> Delays { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Delays.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
