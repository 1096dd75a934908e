namespace ChatApp.Tests.Markup;

public sealed class OutlineTests
{
    [Theory]
    [InlineData("# a\n\n## b\n\n### c\n\n#### d\n\n##### e", "h3 h4 h5 h6 h6")]
    [InlineData("### a\n\n### b\n\n#### c", "h3 h3 h4")]
    [InlineData("### a\n\n## b\n\n### c\n\n# d", "h3 h3 h4 h3")]
    [InlineData("# a\n\n### b\n\ntext\n\n### c", "h3 h4 h4")]
    public void HeadingsStandBelowTheMessageAndSkipNoLevel(string markdown, string tags)
    {
        Assert.Equal(tags, Headings(Shown.Blocks(ChatApp.Markup.ReplyDocument.Parse(markdown))));
        Assert.Equal(tags, Headings(Shown.Blocks(Shown.Streamed(markdown, [.. Enumerable.Range(1, markdown.Length - 1)]))));
    }

    [Fact]
    public void AHeadingKeepsTheLookItWasWrittenWith() => Assert.Equal("<h3 class=\"heading-4\">a</h3>", Shown.Html("#### a"));

    [Fact]
    public void AHeadingInsideAQuoteIsNoPartOfThePagesOutline() =>
        Assert.Equal("<blockquote><p class=\"heading-2\">a</p></blockquote>", Shown.Html("> ## a"));

    private static string Headings(List<string> blocks) => string.Join(' ', blocks.Where(block => block.StartsWith("<h", StringComparison.Ordinal)).Select(block => block[1..3]));
}
