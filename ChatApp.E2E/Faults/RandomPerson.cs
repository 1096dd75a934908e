using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ChatApp.E2E.Faults;

/// <summary>Somebody who writes, stops, follows, regenerates, retries and deletes as the dice fall, on connections that break.</summary>
internal sealed class RandomPerson(string name, Sender sender, Ledger ledger, Tally tally, Random random)
{
    private const int MostConversations = 4;
    private static readonly string[] Faults = ["500", "503", "429", "cut@2", "reset@3", "garbage@4", "hang@2", "reset@0", "hang@0"];

    private readonly Dictionary<string, Said> newest = [];
    private readonly List<Seen> seen = [];
    private int messages;

    /// <summary>What an event stream showed of a reply before it was dropped.</summary>
    internal sealed record Seen(string ReplyId, string Text);

    public IReadOnlyList<Seen> Followed => seen;

    public async Task LiveAsync(CancellationToken timeUp, CancellationToken ct)
    {
        while (!timeUp.IsCancellationRequested)
        {
            await (random.Next(100) switch
            {
                < 55 => SendAsync(ct),
                < 67 => StopAsync(ct),
                < 85 => FollowAsync(ct),
                < 92 => RegenerateAsync(ct),
                < 97 => RetryAsync(ct),
                _ => DeleteAsync(ct),
            });
            await Task.Delay(random.Next(20, 250), ct);
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        var conversation = newest.Count < MostConversations && random.Next(3) == 0 ? null : Any()?.ConversationId;
        var text = string.Create(CultureInfo.InvariantCulture, $"{name}-{++messages} kind=counted tokens={random.Next(3, 60)} rate={(random.Next(3) == 0 ? 0 : random.Next(20, 200))}");
        if (random.Next(5) == 0)
        {
            text += $" fail={Faults[random.Next(Faults.Length)]} times=1";
            tally.ModelFailed();
        }
        TimeSpan? dropped = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 30)) : null;
        if (dropped is not null)
            tally.Dropped();
        var said = await sender.SendAsync(text, conversation, ct, dropped);
        newest[said.ConversationId] = said;
    }

    private async Task StopAsync(CancellationToken ct)
    {
        if (Any() is not { } said)
            return;
        await sender.StopAsync(said.ReplyId, ct);
        tally.Stopped();
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        if (Any() is not { } said)
            return;
        using var drop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        drop.CancelAfter(random.Next(20, 1_500));
        var text = "";
        try
        {
            await using var stream = await sender.Person.Api.GetStreamAsync(new Uri($"api/chat/message/{said.ReplyId}/events", UriKind.Relative), drop.Token);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(drop.Token))
                if (item.EventType == "delta" && JsonDocument.Parse(item.Data).RootElement is var delta)
                    text = text[..delta.GetProperty("offset").GetInt32()] + delta.GetProperty("text").GetString();
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            tally.Dropped();
        }
        seen.Add(new(said.ReplyId, text));
    }

    private async Task RegenerateAsync(CancellationToken ct)
    {
        if (await AnyEndedAsync(ct) is not { Said: var said })
            return;
        await sender.RegenerateAsync(said, Guid.NewGuid(), ct);
        ledger.AskedBeside(said.Text);
        tally.Regenerated();
    }

    // Asked for where nothing came at all: the same reply is queued again.
    private async Task RetryAsync(CancellationToken ct)
    {
        if (await AnyEndedAsync(ct) is not { Said: var said, Text: "" })
            return;
        ledger.QueuedAgain(said.Text);
        if (await sender.Person.TryAsync(HttpMethod.Post, $"api/chat/message/{said.ReplyId}/retry", new { }, TimeSpan.FromSeconds(10), ct) is not null)
            tally.Retried();
    }

    private async Task DeleteAsync(CancellationToken ct)
    {
        if (Any() is not { } said)
            return;
        newest.Remove(said.ConversationId);
        ledger.Deleted(said.ConversationId);
        // Asked again after a death it may be gone already.
        await sender.Person.TryAsync(HttpMethod.Delete, $"api/chat/conversation/{said.ConversationId}", null, TimeSpan.FromSeconds(10), ct);
        tally.Deleted();
    }

    private Said? Any() => newest.Count == 0 ? null : newest.Values.ElementAt(random.Next(newest.Count));

    private async Task<(Said Said, string Text)?> AnyEndedAsync(CancellationToken ct)
    {
        if (Any() is not { } said)
            return null;
        var reply = await sender.InsistAsync(HttpMethod.Get, $"api/chat/message/{said.ReplyId}", null, ct);
        return reply.GetProperty("status").GetString() is "complete" or "stopped" or "error" ? (said, reply.GetProperty("text").GetString()!) : null;
    }
}
