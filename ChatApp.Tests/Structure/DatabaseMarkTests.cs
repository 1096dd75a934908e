using System.Text.RegularExpressions;

namespace ChatApp.Tests.Structure;

/// <summary>Tests that touch a database say on which ones they run.</summary>
public sealed partial class DatabaseMarkTests
{
    [Fact]
    public void TestsThatTouchADatabaseRunOnEachOrSayWhyNot() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Source.Root, "..", "ChatApp.Tests"), "*Tests.cs", SearchOption.AllDirectories)
        where Path.GetFileName(file) != $"{nameof(DatabaseMarkTests)}.cs"
        let text = File.ReadAllText(file)
        where TestMethod().IsMatch(text) && UseOfADatabase().IsMatch(text) && !Mark().IsMatch(text)
        select Path.GetFileName(file));

    [GeneratedRegex(@"^\s*\[(Fact|Theory)", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"\b(TestApp\.Start|ReplyRig\.|ReplyApi\.|SharedApp|StagedTests|UnavailableDatabaseTests|AppRun\.|new Archive\(|TestDatabase\.)")]
    private static partial Regex UseOfADatabase();

    [GeneratedRegex(@"^\s*\[(EveryDatabase|SqliteOnly|PostgreSqlOnly)\b", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
