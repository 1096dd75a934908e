using ChatApp.Markup;
using CsCheck;

namespace ChatApp.Tests.Markup;

public sealed class CodeTests
{
    [Theory]
    [InlineData("cs", "var x = \"a\\\"b\"; // <done>", "<b>var</b> x = <u>&quot;a\\&quot;b&quot;</u>; <i>// &lt;done&gt;</i>")]
    [InlineData("python", "def f(): # it's\n  \"\"\"a\nb\"\"\"\n", "<b>def</b> f(): <i># it's</i>\n  <u>&quot;&quot;&quot;a\nb&quot;&quot;&quot;</u>\n")]
    [InlineData("SQL", "Select 1 -- one\nFROM t", "<b>Select</b> 1 <i>-- one</i>\n<b>FROM</b> t")]
    [InlineData("sh", "echo $# a#b # c", "<b>echo</b> $# a#b <i># c</i>")]
    [InlineData("js", "/* a\n*/ let f = `x\ny`", "<i>/* a\n*/</i> <b>let</b> f = <u>`x\ny`</u>")]
    [InlineData("nonsense", "var <x>", "var &lt;x&gt;")]
    public void CodeHasColors(string language, string code, string html) =>
        Assert.Equal(html, new CodeColors(CodeLanguage.Named(language)).Next(code, end: true));

    [Fact]
    public void CodeInPiecesIsColoredLikeTheWhole() =>
        Gen.Select(Gen.Int[0, 5].Select(i => Languages[i]), Gen.Int[0, Marks.Length - 1].Array[0, 40], Gen.Double.Unit.Array[0, 8]).Sample((name, marks, cuts) =>
        {
            var code = string.Concat(marks.Select(m => Marks[m]));
            var colors = new CodeColors(CodeLanguage.Named(name));
            var html = "";
            var from = 0;
            foreach (var cut in cuts.Select(c => (int)(c * code.Length)).Order())
            {
                html += colors.Next(code[from..cut]);
                from = cut;
            }
            html += colors.Next(code[from..], end: true);
            Assert.Equal(new CodeColors(CodeLanguage.Named(name)).Next(code, end: true), CodePiece.Seamless(html));
        }, iter: 5_000);

    [Fact]
    public void AShownLineOfAnOpenCodeBlockIsNotShownAgain()
    {
        var document = Shown.Streamed("```cs\nvar a = 1;\n");
        var before = document.Blocks[0].Html();
        document.Append("// more\nint b");
        Assert.StartsWith(before[..before.IndexOf("</code>", StringComparison.Ordinal)], document.Blocks[0].Html(), StringComparison.Ordinal);
    }

    [Fact]
    public void ALineThatMayCloseTheBlockWaitsUntilItIsClear()
    {
        var document = Shown.Streamed("```\na\n``");
        Assert.DoesNotContain("``", document.Blocks[0].Html(), StringComparison.Ordinal);
        document.Append("x\n");
        Assert.Contains("<code>a\n``x</code>", document.Blocks[0].Html(), StringComparison.Ordinal);
    }

    private static readonly string[] Languages = ["cs", "python", "js", "html", "rust", "sql"];

    private static readonly string[] Marks = ["var ", "def", "select", " ", "\n", "\"", "'", "`", "\\", "/*", "*/", "//", "#", "--", "<!--", "-->", "\"\"\"", "x", "<", "&", "é", "1.5"];
}
