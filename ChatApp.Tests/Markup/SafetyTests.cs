using CsCheck;
using Ganss.Xss;

namespace ChatApp.Tests.Markup;

public sealed class SafetyTests
{
    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](javascript&colon;alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("[r]\n\n[r]: <data:text/html,x>")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:x) <vbscript:x> [x](file:///etc/passwd) <file:///etc/passwd>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("[x](//evil.example/a) [x](/api/files/1) [x](#top) [x](\\\\evil)")]
    [InlineData("[x](ftp://a.b/c) ftp://a.b/c tel:+1234 <tel:123>")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>")]
    [InlineData("<a href='https://ok.example' onclick=x>y</a>")]
    public void NothingLeadsAnywhereButToTheWeb(string markdown) =>
        Assert.DoesNotContain("href", Parsed(markdown).Replace("href='https", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("[x](https://a.example/?q=1&r=2 \"title\")", "https://a.example/?q=1&amp;r=2")]
    [InlineData("<http://a.example>", "http://a.example")]
    [InlineData("https://a.example/b", "https://a.example/b")]
    [InlineData("<me@a.example>", "mailto:me@a.example")]
    [InlineData("[x][r]\n\n[r]: https://a.example", "https://a.example")]
    [InlineData("[x](https://a.example/\"onmouseover=alert(1))", "https://a.example/&quot;onmouseover=alert(1)")]
    public void ALinkOpensApartAndTellsNothing(string markdown, string address) =>
        Assert.Contains($"<a href=\"{address}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">", Parsed(markdown), StringComparison.Ordinal);

    [Fact]
    public void APictureIsALinkAndIsNotLoaded() =>
        Assert.Equal("<p><a href=\"https://a.example/i.png\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">alt <em>text</em></a></p>",
            Parsed("![alt *text*](https://a.example/i.png)"));

    [Fact]
    public void AttributesInBracesAreText() => Assert.Equal("<p>text {onclick=alert(1)}</p>", Parsed("text {onclick=alert(1)}"));

    [Fact]
    public void NoTextBecomesAnIdOrAName() =>
        Assert.DoesNotMatch(" (id|name)=", Parsed("# Title\n\n[^1] text [^a b]\n\n[^1]: note\n\n<p id=x name=y>\n\n- [x] done".Replace("<p id=x name=y>", "", StringComparison.Ordinal)));

    [Fact]
    public void TheLanguageOfACodeBlockIsText() =>
        Assert.DoesNotContain("<img", Parsed("```<img/src=x/onerror=alert(1)>\n</code></pre><img src=x>\n```"), StringComparison.Ordinal);

    [Fact]
    public void ANullCharacterDoesNotReachThePage() => Assert.DoesNotContain('\0', Parsed("a\0b `\0` [x](https://a\0b)\n\n```\n\0\n```"));

    [Fact]
    public void TheSanitizerFindsNothingToRemoveInTheCorpus()
    {
        foreach (var markdown in Corpus.Documents.Concat(Corpus.LookingBack))
            AssertHarmless(markdown);
    }

    [Fact]
    public void TheSanitizerFindsNothingToRemoveInWhateverIsPutTogether() =>
        Documents.Hostile.Sample(AssertHarmless, iter: 3_000);

    private static void AssertHarmless(string markdown)
    {
        var removed = new List<string>();
        var oracle = Oracle();
        oracle.RemovingTag += (_, e) => removed.Add(e.Tag.OuterHtml);
        oracle.RemovingAttribute += (_, e) => removed.Add(e.Attribute.Name + "=" + e.Attribute.Value);
        oracle.RemovingComment += (_, e) => removed.Add(e.Comment.TextContent);
        oracle.Sanitize(Parsed(markdown));
        Assert.True(removed.Count == 0, $"{string.Join(" | ", removed)} in {markdown}");
    }

    private static HtmlSanitizer Oracle()
    {
        var oracle = new HtmlSanitizer();
        Set(oracle.AllowedTags, "a b blockquote br button code del div em h3 h4 h5 h6 hr i input li ol p pre section span strong sup table tbody td th thead tr u ul");
        Set(oracle.AllowedAttributes, "href target rel class type disabled checked aria-label tabindex start");
        Set(oracle.AllowedSchemes, "http https mailto");
        Set(oracle.AllowedClasses, "code copy-code table task footnotes plain right center heading-1 heading-2 heading-3 heading-4 heading-5 heading-6");
        return oracle;
    }

    private static void Set(ISet<string> allowed, string words)
    {
        allowed.Clear();
        allowed.UnionWith(words.Split(' '));
    }

    private static string Parsed(string markdown) => Shown.Html(markdown);
}
