using System.Text;
using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

/// <summary>What people are told of a document that a model did not get whole.</summary>
public sealed class DocumentExcerptTests
{
    private static readonly ContextWindow Window = new();

    [Theory]
    [InlineData(FileKind.Pdf, 4, 10_000, false, null)]
    [InlineData(FileKind.Pdf, 4, 900, false, "The model got the first 2 of 4 pages")]
    [InlineData(FileKind.Pdf, 4, 500, false, "The model got the first of 4 pages")]
    [InlineData(FileKind.Pdf, 4, 300, false, "The model got a part of the first of 4 pages")]
    [InlineData(FileKind.Pdf, 4, 0, false, "The model got only its name: there was no room left")]
    [InlineData(FileKind.Sheet, 4, 900, false, "The model got the first 2 of 4 sheets")]
    [InlineData(FileKind.Text, 1, 10_000, false, null)]
    [InlineData(FileKind.Text, 1, 10_000, true, "The model got its beginning: it is longer than is read here")]
    [InlineData(FileKind.Text, 1, 300, false, "The model got the first 50 % of it")]
    [InlineData(FileKind.Document, 1, -5, false, "The model got only its name: there was no room left")]
    public void TheSentenceSaysHowFarTheModelReads(FileKind kind, int pages, int room, bool truncated, string? sentence)
    {
        // Four hundred tokens a page, two thousand characters of five letters each.
        var document = new DocumentText([.. Enumerable.Range(1, pages).Select(number => new DocumentPage(number, string.Concat(Enumerable.Repeat("word ", 400))))], truncated);

        Assert.Equal(sentence, Append(kind, document, room).LeftOut);
    }

    [Theory]
    [InlineData("The model got no text: there are only pictures in it", "", "")]
    [InlineData("The model got no text of 1 of 2 pages: it is a picture", "", "words")]
    [InlineData("The model got no text of 2 of 3 pages: they are pictures", "", "words", "")]
    public void PagesWithoutTextAreSaidToBePictures(string sentence, params string[] pages)
    {
        var (text, leftOut) = Append(FileKind.Pdf, new([.. pages.Index().Select(page => new DocumentPage(page.Index + 1, page.Item))], Truncated: false), room: 1000);

        Assert.Equal(sentence, leftOut);
        Assert.Contains("[Page 1]\n(a picture, without text)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PagesThatTheReaderGaveUpOnCountToo()
    {
        var file = new StoredFile { Name = "long.pdf", Kind = FileKind.Pdf, Pages = 80 };

        var (_, leftOut) = DocumentExcerpt.Append(new(), file, new([new(1, "one"), new(2, "two")], Truncated: true), 1000, Window);

        Assert.Equal("The model got the first 2 of 80 pages", leftOut);
    }

    private static (string Text, string? LeftOut) Append(FileKind kind, DocumentText document, int room)
    {
        var text = new StringBuilder();
        var file = new StoredFile { Name = "a", Kind = kind, Pages = kind is FileKind.Pdf ? document.Pages.Count : null };
        var (_, leftOut) = DocumentExcerpt.Append(text, file, document, room, Window);
        return (text.ToString(), leftOut);
    }
}
