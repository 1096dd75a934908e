using Bunit;
using ChatApp.Markup;

namespace ChatApp.Tests.Markup;

public sealed class DocumentViewTests : BunitContext
{
    [Fact]
    public void OnlyTheGrowingBlockIsRenderedAgain()
    {
        var document = Shown.Streamed("# Title\n\nfirst\n\nsecond\n\nthird");
        var view = Render<DocumentView>(p => p.Add(v => v.Document, document));
        var before = view.FindComponents<BlockView>().Select(b => b.RenderCount).ToList();

        document.Append(" grows");
        view.Render(p => p.Add(v => v.Document, document));

        Assert.Equal([.. before[..^1], before[^1] + 1], view.FindComponents<BlockView>().Select(b => b.RenderCount));
        Assert.Equal("third grows", view.FindAll("p")[^1].TextContent);
    }

    [Theory, MemberData(nameof(Documents))]
    public void ThePageShowsTheSameStreamedOrWhole(string markdown)
    {
        var document = new ReplyDocument();
        var streamed = Render<DocumentView>(p => p.Add(v => v.Document, document));
        foreach (var c in markdown)
        {
            document.Append(c.ToString());
            streamed.Render(p => p.Add(v => v.Document, document));
        }
        document.Complete();
        streamed.Render(p => p.Add(v => v.Document, document));

        var whole = Render<DocumentView>(p => p.Add(v => v.Document, ReplyDocument.Parse(markdown)));
        Assert.Equal(CodePiece.Seamless(whole.Find(".document").InnerHtml), CodePiece.Seamless(streamed.Find(".document").InnerHtml));
    }

    [Fact]
    public void CodeHasItsLanguageAndAButtonToCopy()
    {
        var view = Render<DocumentView>(p => p.Add(v => v.Document, ReplyDocument.Parse("```csharp\nvar a = 1;\n```")));
        Assert.Equal("csharp", view.Find(".code span").TextContent);
        Assert.Equal("Copy code", view.Find(".code button.copy-code").TextContent);
        Assert.Equal("var a = 1;", view.Find(".code pre code").TextContent);
    }

    public static TheoryData<string> Documents => [.. Corpus.Documents, .. Corpus.LookingBack];
}
