using ChatApp.Markup;

namespace ChatApp.Tests.Markup;

public sealed class HostileTests
{
    public static TheoryData<string, int> TooMuch => new()
    {
        { "> ", 128 }, { ">", 500 }, { "- ", 200 }, { "1. ", 100 }, { "![](", 20_000 }, { "[", 50_000 }, { "*a **b ", 20_000 }, { "https://a.b/(", 20_000 }, { "a*b*", 8_000 }, { "text ", 250_000 }
    };

    [Theory, MemberData(nameof(TooMuch))]
    public void WhatAsksForTooMuchIsShownAsItIs(string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times)) + "<b>";
        Assert.Equal([$"<p class=\"plain\">{Encoded.Text(text)}</p>"], Shown.Blocks(ReplyDocument.Parse(text)));
    }

    [Fact]
    public void PlainTextGoesOnGrowing()
    {
        var document = Shown.Streamed("fine\n\n");
        document.Append(string.Concat(Enumerable.Repeat("> ", 128)));
        document.Append("more <i>");
        document.Complete();
        Assert.EndsWith("more &lt;i&gt;</p>", Assert.Single(Shown.Blocks(document)), StringComparison.Ordinal);
    }

    [Fact]
    public void DeepNestingOverManyLinesIsShownAsItIs()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => new string(' ', 2 * i) + "- a\n"));
        Assert.StartsWith("<p class=\"plain\">", Shown.Html(text), StringComparison.Ordinal);
    }
}
