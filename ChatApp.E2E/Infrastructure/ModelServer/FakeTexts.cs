namespace ChatApp.E2E.Infrastructure.ModelServer;

internal static class FakeTexts
{
    /// <summary>Whoever asks for a title gets the same one, whatever the conversation says.</summary>
    public const string TitleScript = "say=A_short_title";

    public const string Sample = """
        # A heading

        Some **bold**, some *italic*, some ~~struck~~ and `inline code`, with [a link](https://example.com/page) and a footnote.[^1]

        > A quotation.

        - [x] done
        - [ ] to do

        1. first
        2. second

        | name | count |
        |------|------:|
        | apples | 3 |
        | a very long cell that does not fit on a narrow screen without scrolling | 4 |

        ```csharp
        // the sum of two numbers, on a line that is much longer than a narrow screen is wide
        public static int Sum(int left, int right) => left + right;
        ```

        ![a picture from elsewhere](https://example.com/picture.png)

        [^1]: The footnote's text.
        """;
}
