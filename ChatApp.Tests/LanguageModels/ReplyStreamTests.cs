using System.Text;
using ChatApp.LanguageModels;
using static ChatApp.Tests.LanguageModels.FakeModelServer;

namespace ChatApp.Tests.LanguageModels;

public sealed class ReplyStreamTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        $"\uFEFF: a comment\r\ndata: {Delta("ä😀 one")}\r\n\r\nevent: message\nid: 7\ndata: {Delta(" two\n")}\n\n:\n\nretry: 10\n\ndata:{Thought("hm")}\r\rdata: {Finish()}\n\ndata: [DONE]\n\n");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStreamCutAtAnyByteReadsTheSame()
    {
        var whole = await ReadAsync(Body);
        Assert.Contains("\"content\":\"ä\\uD83D\\uDE00 one\"", whole, StringComparison.Ordinal);
        Assert.EndsWith("thought: hm", whole, StringComparison.Ordinal);

        for (var cut = 1; cut < Body.Length; cut++)
            Assert.Equal(whole, await ReadAsync(Body[..cut], Body[cut..]));
    }

    [Fact]
    public async Task BytesThatAreNoTextBecomeTheReplacementCharacter()
    {
        byte[] broken = [.. Encoding.UTF8.GetBytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"), 0xFF, 0xC3, .. Encoding.UTF8.GetBytes("b\"}}]}\n\n")];

        Assert.Contains("a\uFFFD\uFFFDb", await ReadAsync(broken, Encoding.UTF8.GetBytes($"data: {Finish()}\n\n")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStreamOfMoreBytesThanAllowedEndsAsEndless()
    {
        using var connection = new ModelConnection();
        using var wire = new ModelWire(connection, 1_000, TimeProvider.System, Ct);
        await using var stream = new ReplyStream(new Pieces([.. Enumerable.Repeat(": nothing at all\n\n"u8.ToArray(), 100)]), wire, TimeProvider.System, Ct);

        var failure = await Assert.ThrowsAsync<ModelFailure>(() => new StreamReader(stream).ReadToEndAsync(Ct));

        Assert.Equal(ModelFailureKind.Endless, failure.Kind);
    }

    private static string Thought(string text) => $$"""{"choices":[{"index":0,"delta":{"reasoning_content":"{{text}}"},"finish_reason":null}]}""";

    private static async Task<string> ReadAsync(params byte[][] pieces)
    {
        using var connection = new ModelConnection();
        using var wire = new ModelWire(connection, 1 << 20, TimeProvider.System, Ct);
        await using var stream = new ReplyStream(new Pieces(pieces), wire, TimeProvider.System, Ct);
        var text = await new StreamReader(stream).ReadToEndAsync(Ct);
        return $"{text} thought: {stream.TakeThought()}";
    }

    /// <summary>Hands out one piece a read.</summary>
    private sealed class Pieces(byte[][] pieces) : MemoryStream
    {
        private int next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (next == pieces.Length)
                return ValueTask.FromResult(0);
            pieces[next].CopyTo(buffer);
            return ValueTask.FromResult(pieces[next++].Length);
        }
    }
}
