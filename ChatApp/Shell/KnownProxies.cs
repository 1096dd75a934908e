using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace ChatApp.Shell;

/// <summary>Forwarded headers are believed from these addresses only; anybody else could write there what they like.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>Addresses or CIDR ranges.</summary>
    public string[] Known { get; set; } = [];
}

internal static class KnownProxies
{
    public static void AddKnownProxies(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>()
            .Configure<IConfiguration>((proxy, configuration) => proxy.Known = Read(configuration.GetSection($"{ProxyOptions.Section}:{nameof(ProxyOptions.Known)}")))
            .Validate(proxy => proxy.Known.All(known => IPNetwork.TryParse(AsRange(known), out _)), "Proxy:Known must list IP addresses or ranges such as 10.0.0.0/8.")
            .ValidateOnStart();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>, IConfiguration>((headers, proxy, configuration) =>
        {
            headers.ForwardedHeaders = proxy.Value.Known.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            headers.ForwardLimit = null;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var known in proxy.Value.Known)
                headers.KnownIPNetworks.Add(IPNetwork.Parse(AsRange(known)));
            // The host check ran on the proxy's own name for us; this one is for the name it forwards.
            headers.AllowedHosts = (configuration["AllowedHosts"] ?? "*").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        });
    }

    // A list, or one value with commas, which is easier to write in an environment variable.
    private static string[] Read(IConfigurationSection section) =>
    [
        .. section.GetChildren().Select(child => child.Value ?? "").Append(section.Value ?? "")
            .SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];

    private static string AsRange(string known) =>
        IPAddress.TryParse(known, out var address) ? $"{known}/{(address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)}" : known;
}
