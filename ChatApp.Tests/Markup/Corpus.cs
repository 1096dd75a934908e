namespace ChatApp.Tests.Markup;

/// <summary>Markdown in which the end of a block is hard to see.</summary>
internal static class Corpus
{
    public static readonly string[] Documents =
    [
        "Hello **bold** and *it* with `code` and ~~gone~~.\n\nSecond\nparagraph  \nhard break.\n",
        "# One\nText\n## Two\n- a\n- b\n  - nested\n    more\n\n- loose\n\nAfter\n",
        "Setext\n===\nother\n---\ntext\n\n---\n\nend",
        "1. one\n2. two\n\n3. three\n\n10. ten\n\ntext\n\n7) seven\n8) eight\n",
        "- a\n\n- b\n\n-c\n\n* d\n+ e\n\n  more of e\n\n      code in e\n\nend\n",
        "Before\n```csharp\nvar a = 1; // x\n\n```\nAfter\n\n~~~\n```\n~~~\n",
        "```\nopen to the end\n\n- not a list\n",
        "````md\n```js\nlet a = \"<b>\";\n```\n````\ntext",
        "- item\n\n  ```py\n  def f():\n      return 1\n  ```\n\n  after\n- next\n",
        "> quote\n> - list in it\n>\n> more\nlazy\n\n> another\n\ntext\n",
        "| a | b |\n|---|--:|\n| 1 | 2 |\n| `x` | **y** |\n\nafter\n",
        "text before\n| a | b |\n|---|---|\n| 1 | 2 |\nnot a row\n\nafter\n",
        "    indented\n\n    code\n\n\n    more\n\ntext\n",
        "- [ ] to do\n- [x] done\n\nhttps://example.org and www.example.org and <mailto:a@b.org> <https://x.y>\n",
        "<div onclick=\"x\">\n\n<b>bold</b>\n\n</div>\n\n<!-- a\n\nb -->\ntext &amp; &lt; &copy; \\*no\\*\n",
        "a\r\nb\r\n\r\n- c\r\n- d\r\n\r\n```\r\ncode\r\n```\r\n",
        "1. a\n   ```sh\n   ls\n   ```\n2. b\n\n   | x | y |\n   |---|---|\n   | 1 | 2 |\n\n3. c\n",
        "***\n\n- - - a\n\n* * *\n\n  text\n\n   # indented heading\n",
        "emoji 👩‍👩‍👧 and 𝒳 ünï ```inline``` `` a`b ``\n\n👍\n\n```\n👍👍\n```\n",
        "- a\n\n\n\n- b\n    - c\n\n\ntext\n\n    code after\n"
    ];

    /// <summary>Documents in which a later line changes what stands above: settled only when the reply ends.</summary>
    public static readonly string[] LookingBack =
    [
        "See [the page][p] and [p].\n\nText\n\n[p]: https://example.org 'A title'\n",
        "[a]: /x\n'title\n over two'\n\n[a] and [b]\n\n[b]: <https://b.org>\n",
        "Note[^1] and another[^two].\n\n[^1]: first\n\n[^two]: second\n\n    with more\n\nend\n",
        "[^x]: unused\n\ntext[^y]\n\n[^y]: used\n"
    ];
}
