using System.Collections.Concurrent;

namespace ChatApp.Replies;

/// <summary>How many tokens a second the models of this process send just now, by endpoint. A piece of the stream counts as a token.</summary>
internal sealed class TokenMeter(TimeProvider time)
{
    /// <summary>Whole seconds that count beside the one that runs.</summary>
    private const int Window = 2;
    private readonly ConcurrentDictionary<string, Seconds> endpoints = new();

    /// <summary>Those that have ever sent something.</summary>
    public IEnumerable<string> Endpoints => endpoints.Keys;

    public void Add(string endpoint) => endpoints.GetOrAdd(endpoint, _ => new()).Add((long)Now);

    /// <summary>Tokens a second, over the last two to three seconds.</summary>
    public double RateOf(string endpoint)
    {
        var now = Now;
        return endpoints.TryGetValue(endpoint, out var seconds) ? seconds.Sum((long)now - Window, (long)now) / (Window + now - Math.Floor(now)) : 0;
    }

    private double Now => time.GetTimestamp() / (double)time.TimestampFrequency;

    private sealed class Seconds
    {
        private readonly Lock gate = new();
        private readonly (long Second, int Tokens)[] ring = new (long, int)[Window + 2];

        public void Add(long second)
        {
            lock (gate)
            {
                ref var slot = ref ring[second % ring.Length];
                slot = slot.Second == second ? (second, slot.Tokens + 1) : (second, 1);
            }
        }

        public int Sum(long first, long last)
        {
            lock (gate)
                return ring.Where(slot => slot.Second >= first && slot.Second <= last).Sum(slot => slot.Tokens);
        }
    }
}
