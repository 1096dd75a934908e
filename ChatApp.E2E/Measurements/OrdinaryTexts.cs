namespace ChatApp.E2E.Measurements;

/// <summary>Messages of the size people and models write every day: about 90 and about 800 characters.</summary>
internal static class OrdinaryTexts
{
    public const string Question = "How would you store the settings of a small service, and what about those that are secret?";

    private const string Prose = """
        There are **three places** that a setting can come from, and the later one wins: the file beside the program, the file of the environment, and the variables the process was started with.

        Keep in the file what is the same everywhere, and give each value a default that is safe. What differs from machine to machine belongs into the environment, where it is *seen* by whoever runs the service:

        - the address it listens on,
        - the database it talks to,
        - and the key of every outside service, which never stands in a file that is shared.

        A bad value should stop the start with a sentence that names the setting and says what is allowed. It costs ten minutes to write, and saves the first evening that somebody else installs it.
        """;

    private const string Code = """


        ```csharp
        public sealed class ReportOptions
        {
            public const string Section = "Reports";

            [Range(1, 64)]
            public int Parallel { get; init; } = 4;
        }
        ```
        """;

    /// <summary>Every fourth one shows some code.</summary>
    public static string Reply(int number) => number % 4 == 3 ? Prose + Code : Prose;
}
