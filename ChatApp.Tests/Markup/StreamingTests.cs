using ChatApp.Markup;
using CsCheck;

namespace ChatApp.Tests.Markup;

public sealed class StreamingTests
{
    public static TheoryData<string> Documents => [.. Corpus.Documents];

    public static TheoryData<string> AllDocuments => [.. Corpus.Documents, .. Corpus.LookingBack];

    [Theory, MemberData(nameof(AllDocuments))]
    public void ADocumentCutAtAnyPositionEndsLikeTheWhole(string markdown)
    {
        var whole = Shown.Blocks(ReplyDocument.Parse(markdown));
        for (var cut = 0; cut <= markdown.Length; cut++)
        {
            var document = Shown.Streamed(markdown, cut);
            document.Complete();
            Assert.Equal(whole, Shown.Blocks(document));
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public void CharacterByCharacterShowsWhatTheWholeShowsBeforeItEnds(string markdown)
    {
        var document = Shown.Streamed(markdown, [.. Enumerable.Range(1, markdown.Length - 1)]);
        Assert.Equal(Settled(ReplyDocument.Parse(markdown)), Settled(document));
    }

    [Fact]
    public void AnyDocumentCutAnywhereEndsLikeTheWhole() =>
        Gen.Select(Markup.Documents.Hostile, Gen.Double.Unit.Array[0, 8]).Sample((markdown, parts) =>
        {
            var document = Shown.Streamed(markdown, [.. parts.Select(p => (int)(p * markdown.Length)).Order()]);
            document.Complete();
            Assert.Equal(Shown.Blocks(ReplyDocument.Parse(markdown)), Shown.Blocks(document));
        }, iter: 3_000);

    [Fact]
    public void AnyDocumentWithoutDefinitionsShowsTheWholeBeforeItEnds() =>
        Markup.Documents.Plain.Sample(markdown =>
        {
            var document = Shown.Streamed(markdown, [.. Enumerable.Range(0, markdown.Length)]);
            Assert.Equal(Settled(ReplyDocument.Parse(markdown)), Settled(document));
        }, iter: 500);

    [Theory, MemberData(nameof(Documents))]
    public void AFinishedBlockIsNeverTouchedAgain(string markdown)
    {
        var document = new ReplyDocument();
        var finished = new List<Piece>();
        foreach (var c in markdown)
        {
            document.Append(c.ToString());
            Assert.All(finished, (piece, i) => Assert.Same(piece, document.Blocks[i]));
            finished.AddRange(document.Blocks.Take(document.Finished).Skip(finished.Count));
        }
        document.Complete();
        Assert.All(finished, (piece, i) => Assert.Same(piece, document.Blocks[i]));
    }

    // An open code block holds its last word and line break back.
    [Fact]
    public void AReplyPackedForAnOpenPageReadsTheSame()
    {
        const string markdown = "# One\n\nTwo *three* & four\n\n- five\n- six\n\n```csharp\nvar seven = 7;\n```\n";

        Assert.Equal(string.Concat(Shown.Blocks(ReplyDocument.Parse(markdown))), Assert.Single(Shown.Blocks(ReplyDocument.ParsePacked(markdown))));
    }

    private static List<string> Settled(ReplyDocument document) =>
        Shown.Blocks(document) is [.. var blocks, var last] && last.StartsWith("<div class=\"code\">", StringComparison.Ordinal) ? blocks : Shown.Blocks(document);
}
