using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ChatApp.E2E.Measurements;

/// <summary>Listens to the events of one waiting reply, and remembers its place and when it was told.</summary>
internal sealed class PlaceWatch(Person person, string replyId)
{
    private volatile int position;
    private long heardAt;

    public Person Person => person;

    public string ReplyId => replyId;

    public int Position => position;

    /// <summary>A timestamp of <see cref="Stopwatch"/>.</summary>
    public long HeardAt => Interlocked.Read(ref heardAt);

    public async Task ListenAsync(CancellationToken ct)
    {
        try
        {
            await using var stream = await person.Api.GetStreamAsync(new Uri($"api/chat/message/{replyId}/events", UriKind.Relative), ct);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
            {
                if (item.EventType != "position")
                    continue;
                Interlocked.Exchange(ref heardAt, Stopwatch.GetTimestamp());
                position = JsonDocument.Parse(item.Data).RootElement.GetProperty("position").GetInt32();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }
}
