using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatApp.Account;

/// <summary>How often one address may try to log in or to register, over pages and API together.</summary>
internal sealed class AttemptLimit(IOptions<AccountsOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        options.Value.AttemptsPerMinute is > 0 and var attempts
            ? RateLimitPartition.GetFixedWindowLimiter(address, _ => new() { PermitLimit = attempts, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(IPAddress.None));

    /// <summary>Counts a try. Null lets it through; else the sentence to show, with the response's status and Retry-After set.</summary>
    public string? RefusalOf(HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(NetworkOf(http.Connection.RemoteIpAddress ?? IPAddress.None));
        if (lease.IsAcquired)
            return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = seconds;
        return $"Too many attempts from here. Try again in {seconds} seconds.";
    }

    public void Dispose() => limiter.Dispose();

    // One line gives its owner a whole /64 of IPv6 addresses.
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new(bytes);
    }
}
