using System.Net;
using System.Net.Sockets;
using ChatApp.LanguageModels;

namespace ChatApp.Tests.LanguageModels;

public sealed class PacedStreamTests : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] buffer = new byte[4096];
    private Socket server = default!;
    private PacedStream stream = default!;

    public async ValueTask InitializeAsync()
    {
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, Ct);
        server = await listener.AcceptAsync(Ct);
        server.NoDelay = true;
        stream = new PacedStream(client);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        server.Dispose();
        listener.Dispose();
    }

    [Fact]
    public async Task A_fast_stream_is_read_several_tokens_at_a_time_and_whole()
    {
        const int pieces = 100;
        var written = SendAsync(pieces);
        var (read, reads) = (0, 0);
        for (int count; (count = await stream.ReadAsync(buffer, Ct)) > 0; read += count)
            reads++;
        await written;
        Assert.Equal(pieces * 20, read);
        Assert.InRange(reads, 1, pieces / 2);

        async Task SendAsync(int number)
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (var i = 0; i < number && await beat.WaitForNextTickAsync(Ct); i++)
                await server.SendAsync(new byte[20], Ct);
            server.Shutdown(SocketShutdown.Send);
        }
    }

    [Fact]
    public async Task After_a_pause_the_system_wakes_for_a_single_byte_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it wakes for each piece.");
        await ReadOneByOneAsync(16);
        Assert.Equal(1, LowWater());
    }

    [Fact]
    public async Task The_first_words_of_the_next_answer_come_without_a_pause()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it wakes for each piece.");
        await ReadOneByOneAsync(16);
        await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
        var reading = stream.ReadAsync(buffer, Ct).AsTask();
        Assert.Equal(1, LowWater());
        await server.SendAsync(new byte[1], Ct);
        Assert.Equal(1, await reading);
    }

    [Fact]
    public async Task The_end_of_a_stream_that_comes_during_a_pause_is_heard()
    {
        await ReadOneByOneAsync(14);
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(buffer, Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Ct));
    }

    private int LowWater()
    {
        var bytes = new byte[4];
        stream.Socket.GetRawSocketOption(1, 18, bytes);
        return BitConverter.ToInt32(bytes);
    }

    private async Task ReadOneByOneAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await server.SendAsync(new byte[1], Ct);
            Assert.Equal(1, await stream.ReadAsync(buffer, Ct));
        }
    }
}
