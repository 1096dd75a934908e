using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>Tokens a second over all processes: this one's own as they come, the others' as they last wrote them down.</summary>
internal sealed class TokenRates(TokenMeter own, NodeIdentity node, TimeProvider time)
{
    /// <summary>Others write once a second; what stands still for longer is of a process that died.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private Dictionary<(Guid, string), (long Tick, long SeenAt)> seen = [];
    private IReadOnlyDictionary<string, double> others = new Dictionary<string, double>();

    public double RateOf(string endpoint) => own.RateOf(endpoint) + others.GetValueOrDefault(endpoint);

    /// <summary>Looks at what the others wrote; one caller at a time.</summary>
    public async Task LookAsync(ChatDbContext db, CancellationToken ct)
    {
        var rows = await db.TokenRates.AsNoTracking().Where(rate => rate.Boot != node.Boot && rate.TokensPerSecond > 0).ToListAsync(ct);
        var now = time.GetTimestamp();
        seen = rows.ToDictionary(row => (row.Boot, row.Endpoint), row => seen.TryGetValue((row.Boot, row.Endpoint), out var before) && before.Tick == row.Tick ? before : (row.Tick, now));
        others = rows.Where(row => time.GetElapsedTime(seen[(row.Boot, row.Endpoint)].SeenAt, now) < Fresh)
            .GroupBy(row => row.Endpoint).ToDictionary(rates => rates.Key, rates => rates.Sum(rate => rate.TokensPerSecond));
    }
}
