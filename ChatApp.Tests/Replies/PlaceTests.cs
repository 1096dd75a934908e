using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

public sealed class PlaceTests
{
    [Theory]
    [InlineData(1, null, "1st in line")]
    [InlineData(3, 20, "3rd in line, about 20 s")]
    [InlineData(12, 4, "12th in line, about 4 s")]
    [InlineData(22, 600, "22nd in line, about 10 min")]
    public void APlaceReadsAsASentence(int position, int? seconds, string sentence) =>
        Assert.Equal(sentence, new Place(position, seconds is { } s ? TimeSpan.FromSeconds(s) : null, default).Sentence);
}
