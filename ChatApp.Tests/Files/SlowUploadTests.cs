using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Files;

[EveryDatabase]
public sealed class SlowUploadTests
{
    private const int Slow = 6;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AClientThatTricklesHoldsNobodyUpIsDroppedAndGoesOn()
    {
        // Kestrel's own floor, whatever is set elsewhere.
        await using var app = TestApp.Start(new() { ["Files:MaxOpenUploads"] = $"{Slow}" }, services => services.Configure<KestrelServerOptions>(kestrel =>
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5))));
        var (slow, other) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        var token = slow.Client.DefaultRequestHeaders.Authorization!.ToString();
        using var begun = await slow.Client.AnnounceAsync("resumed.txt", 1000);
        var path = begun.Headers.Location!.ToString();

        var connections = new List<TcpClient> { await SendAsync(app, $"PATCH {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 1000\r\n\r\n{new string('a', 500)}") };
        for (var i = 0; i < Slow; i++)
            connections.Add(await SendAsync(app, $"POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.txt\"\r\n\r\n{new string('a', 500)}"));
        while (Partials(app) < connections.Count)
            await Task.Delay(10, Ct);

        using var one = await slow.Client.TryUploadAsync("one more.txt", "1"u8.ToArray());
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "urn:chatapp:too-many-uploads"), (one.StatusCode, await one.ProblemTypeAsync()));
        await other.CheckedAsync((await other.UploadAsync("quick.txt", "1"u8.ToArray())).Id);

        foreach (var connection in connections)
            await EndAsync(connection);
        while (Partials(app) > 1)
            await Task.Delay(10, Ct);
        using var asked = await slow.Client.TusAsync(HttpMethod.Head, path);
        Assert.Equal("500", asked.Headers.GetValues("Upload-Offset").Single());
        using var rest = await slow.Client.AppendAsync(path, 500, Encoding.ASCII.GetBytes(new string('b', 500)));
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await slow.UploadAsync("one more.txt", "1"u8.ToArray());
    }

    private static int Partials(TestApp app) => new DirectoryInfo(Path.Combine(app.Folder, "files", "uploads")).EnumerateFiles().Count(file => file.Length == 500);

    private static async Task<TcpClient> SendAsync(TestApp app, string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port, Ct);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Ct);
        return client;
    }

    /// <summary>Until the server has hung up.</summary>
    private static async Task EndAsync(TcpClient connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var buffer = new byte[1000];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer, patience.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset, rather than closed.
        }
        connection.Dispose();
    }
}
