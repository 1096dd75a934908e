using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ChatApp.LanguageModels.Guide;

/// <summary>The words of a text that carry meaning, in a common form: small letters, without the usual endings.</summary>
internal static partial class HelpWords
{
    private static readonly FrozenSet<string> Empty =
        """
        a about all also am an and any are as at be been but by can could did do does for from get give had has have help how i if in into is it its just know mean happen happens exist
        like make may me my need not of on one or our please should show so some tell than thank that the their them then there these they this to up us use used using
        want was we were what when where which why will with would you your
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    public static HashSet<string> Of(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(word => !Empty.Contains(word)).Select(Stem)];

    private static string Stem(string word)
    {
        foreach (var ending in (ReadOnlySpan<string>)["ing", "ied", "ed", "es", "s", "e"])
        {
            if (word.Length - ending.Length < 3 || !word.EndsWith(ending, StringComparison.Ordinal))
                continue;
            var stem = word[..^ending.Length];
            var isDoubled = ending is "ing" or "ed" && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's');
            return isDoubled ? stem[..^1] : stem;
        }
        return word;
    }

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
