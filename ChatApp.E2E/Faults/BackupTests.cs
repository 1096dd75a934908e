extern alias product;

using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

public sealed class BackupTests(TestRun run)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey]
    public async Task ABackupOfARunningSystemIsWholeAndAStartOnItGoesOn()
    {
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 4, Ct);
        using var person = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        Directory.CreateDirectory(Path.Combine(world.App.DataFolder, "files", "ab"));
        await File.WriteAllTextAsync(Path.Combine(world.App.DataFolder, "files", "ab", "abc"), "an upload", Ct);
        var done = await person.SendAsync("done kind=counted tokens=5", null, Ct);
        var live = await person.SendAsync("live kind=counted tokens=9 gate=half@4", null, Ct);
        await world.Rows.SavedAsync(live.ReplyId, "1w1 1w2 1w3 1w4", Ct);
        await world.Rows.ReachesAsync(done.ReplyId, ReplyStatus.Complete, Ct);
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var busy = WriteOnAsync(person, writing.Token);

        var folder = Path.Combine(Path.GetTempPath(), "chatapp-backup-" + Guid.NewGuid().ToString("N")[..8]);
        var said = await BackUpAsync(world, folder, expected: 0);
        Assert.StartsWith($"Backed up to {folder}", said, StringComparison.Ordinal);
        Assert.Contains("is there already", await BackUpAsync(world, folder, expected: 1), StringComparison.Ordinal);
        await writing.CancelAsync();
        await busy;

        // On the backup itself: the same people, log-ins, words and files.
        await using var restored = await AppProcess.StartAsync(run.Published, new Dictionary<string, string> { ["Storage__Path"] = folder }, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(restored.Address, $"api/chat/message/{live.ReplyId}"));
        request.Headers.Authorization = person.Person.Api.DefaultRequestHeaders.Authorization;
        using var answer = await person.Person.Api.SendAsync(request, Ct);
        Assert.Contains("\"text\":\"1w1 1w2 1w3 1w4\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var copy = new Rows(folder);
        Assert.Equal(ReplyError.Interrupted, (await copy.ReachesAsync(live.ReplyId, ReplyStatus.Error, Ct)).Error);
        Assert.Equal("1w1 1w2 1w3 1w4 1w5", await copy.TextAsync(done.ReplyId, Ct));
        Assert.Equal("an upload", await File.ReadAllTextAsync(Path.Combine(folder, "files", "ab", "abc"), Ct));
        await restored.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteOnAsync(Sender person, CancellationToken ct)
    {
        try
        {
            for (var n = 0; ; n++)
                await person.SendAsync($"more{n} tokens=20", null, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task<string> BackUpAsync(FaultWorld world, string folder, int expected)
    {
        using var command = new ChildProcess("dotnet", [run.Published.Dll, "backup", folder], new Dictionary<string, string> { ["Storage__Path"] = world.App.DataFolder });
        Assert.True(await command.ExitedWithinAsync(TimeSpan.FromSeconds(60), Ct));
        Assert.Equal((expected, string.Join('\n', command.Lines)), (command.ExitCode, string.Join('\n', command.Lines)));
        return string.Join('\n', command.Lines);
    }
}
