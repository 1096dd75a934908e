using System.Net.WebSockets;
using System.Text;
using ChatApp.Shell.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Shell;

/// <summary>The socket's compression, read by the platform's own client of permessage-deflate.</summary>
public sealed class SocketCompressionTests : IAsyncDisposable
{
    private static readonly WebSocketDeflateOptions Agreed = new() { ClientContextTakeover = false };
    private readonly FakeTimeProvider time = new();
    private readonly Wire wire = new();
    private readonly DeflatingStream squeezed;
    private readonly PlainWebSocket server;
    private readonly WebSocket browser;

    public SocketCompressionTests()
    {
        squeezed = new(wire.Server, time);
        server = new(WebSocket.CreateFromStream(squeezed, new WebSocketCreationOptions { IsServer = true, DangerousDeflateOptions = Agreed }));
        browser = WebSocket.CreateFromStream(wire.Browser, new WebSocketCreationOptions { DangerousDeflateOptions = Agreed });
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        server.Dispose();
        await squeezed.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(125)]
    [InlineData(200)]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public async Task AMessageOfAnyLengthArrivesAsItWas(int length)
    {
        var message = new byte[length];
        new Random(length).NextBytes(message.AsSpan(0, length / 2));
        for (var time = 0; time < 3; time++)
            Assert.Equal(message, await SendAsync(message));
    }

    [Theory]
    [InlineData("a", "b", "")]
    [InlineData("", "", "")]
    [InlineData("one and one and one and one and one and one and one and one and one", "", "x")]
    [InlineData("x", "one and one and one and one and one and one and one and one and one", "one")]
    public async Task AMessageInPiecesArrivesWhole(params string[] pieces)
    {
        var whole = ReceiveAsync();
        for (var i = 0; i < pieces.Length; i++)
            await server.SendAsync(Encoding.UTF8.GetBytes(pieces[i]), WebSocketMessageType.Binary, i == pieces.Length - 1, default);

        Assert.Equal(string.Concat(pieces), Encoding.UTF8.GetString(await whole));
        Assert.Equal("and the next", Encoding.UTF8.GetString(await SendAsync("and the next"u8.ToArray())));
    }

    [Fact]
    public async Task WhatWasSaidJustNowCostsLittleToSayAgain()
    {
        var message = new byte[2_000];
        new Random(1).NextBytes(message);
        await SendAsync(message);
        var before = wire.Sent;

        await SendAsync(message);

        Assert.InRange(wire.Sent - before, 1, 100);
    }

    [Fact]
    public async Task AnIdlePageHoldsNoMemoryOfWhatWasSaid()
    {
        var message = new byte[2_000];
        new Random(1).NextBytes(message);
        await SendAsync(message);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.True(squeezed.Remembers);

        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.False(squeezed.Remembers);
        Assert.Equal(message, await SendAsync(message));
        Assert.True(squeezed.Remembers);
    }

    [Fact]
    public async Task AKeepAliveWakesNothing()
    {
        await SendAsync([1, 2, 3]);
        Assert.False(squeezed.Remembers);
    }

    [Fact]
    public async Task WhatTheBrowserSendsCompressedIsRead()
    {
        var message = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("again and ", 500)));
        await browser.SendAsync(message, WebSocketMessageType.Binary, true, default);

        var buffer = new byte[10_000];
        Assert.Equal(message, buffer[..(await server.ReceiveAsync(buffer.AsMemory(), default)).Count]);
    }

    private async Task<byte[]> SendAsync(byte[] message)
    {
        var received = ReceiveAsync();
        await server.SendAsync(message, WebSocketMessageType.Binary, true, default);
        return await received;
    }

    private async Task<byte[]> ReceiveAsync()
    {
        var (whole, buffer) = (new MemoryStream(), new byte[4_096]);
        ValueWebSocketReceiveResult part;
        do
        {
            part = await browser.ReceiveAsync(buffer.AsMemory(), default);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return whole.ToArray();
    }
}
