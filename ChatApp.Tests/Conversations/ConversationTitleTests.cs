using ChatApp.Conversations;
using ChatApp.LanguageModels;

namespace ChatApp.Tests.Conversations;

public sealed class ConversationTitleTests
{
    [Theory]
    [InlineData("\u202Eevil\u0000\u001B\u200B", "evil")]
    [InlineData("two\r\n\u2028lines\tof it", "two lines of it")]
    [InlineData("\u2066isolated\u2069", "isolated")]
    [InlineData("a family \U0001F468\u200D\U0001F469\u200D\U0001F467", "a family \U0001F468\u200D\U0001F469\u200D\U0001F467")]
    [InlineData("\u200B\u2060", null)]
    [InlineData("\u200D\u0301", null)]
    public void ATitleIsOneLineOfCharactersThatShow(string written, string? title) => Assert.Equal(title, ConversationTitle.Of(written));

    [Theory]
    [InlineData("llama-3.1:8b", true)]
    [InlineData("Qwen/Qwen3 \U0001F999", true)]
    [InlineData("a\u202Eb", false)]
    [InlineData("\u200B", false)]
    [InlineData("a\u0007b", false)]
    public void AModelsNameShowsAllItsCharacters(string name, bool allowed) => Assert.Equal(allowed, ModelList.IsName(name));
}
