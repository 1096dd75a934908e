using ChatApp.LanguageModels;

namespace ChatApp.Tests.LanguageModels;

public sealed class ModelsOptionsTests
{
    private const string First = "Models:Endpoints:0";

    [Fact]
    public void AFullEntryIsAccepted()
    {
        var settings = Good();
        settings[$"{First}:ApiKey"] = "sk-1";
        settings[$"{First}:Slots"] = "32";
        settings[$"{First}:ContextTokens"] = "8000";
        settings[$"{First}:PictureSide"] = "1024";
        settings[$"{First}:Models:0"] = "org/model:7b";
        settings["Models:Default"] = "lab/org/model:7b";

        Assert.Empty(Errors(settings));
    }

    [Fact]
    public void NothingConfiguredIsFine() => Assert.Empty(Errors([]));

    [Theory]
    [InlineData("Name", null)]
    [InlineData("Name", "")]
    [InlineData("Name", "Lab")]
    [InlineData("Name", "my lab")]
    [InlineData("Name", "lab\n")]
    [InlineData("Name", "a2345678901234567890123456789012345678901")]
    [InlineData("Name", "guide")]
    [InlineData("Name", "ollama")]
    [InlineData("Url", null)]
    [InlineData("Url", "localhost:8000/v1")]
    [InlineData("Url", "ftp://localhost/v1")]
    [InlineData("Url", "/v1")]
    [InlineData("Url", "http://localhost:8000")]
    [InlineData("Url", "http://localhost:8000/v1?key=1")]
    [InlineData("Url", "http://me:secret@localhost:8000/v1")]
    [InlineData("ApiKey", "two words")]
    [InlineData("ApiKey", "line\nbreak")]
    [InlineData("ApiKey", "schlüssel")]
    [InlineData("Slots", "0")]
    [InlineData("Slots", "33")]
    [InlineData("Slots", "-1")]
    [InlineData("Slots", "four")]
    [InlineData("Slots", "")]
    [InlineData("ContextTokens", "999")]
    [InlineData("ContextTokens", "10000001")]
    [InlineData("ContextTokens", "32k")]
    [InlineData("PictureSide", "255")]
    [InlineData("PictureSide", "8193")]
    [InlineData("PictureSide", "")]
    [InlineData("Models:0", "")]
    [InlineData("Models", "a,a")]
    public void ABadValueIsAnsweredWithItsKey(string key, string? value)
    {
        var settings = Good();
        settings[$"{First}:{key}"] = value;

        var error = Assert.Single(Errors(settings));

        Assert.StartsWith($"{First}:{key.Split(':')[0]} ", error);
        Assert.EndsWith(".", error);
        if (key is "ApiKey")
            Assert.DoesNotContain(value!, error);
    }

    [Fact]
    public void TwoEndpointsCannotShareAName()
    {
        var settings = Good();
        settings["Models:Endpoints:7:Name"] = "lab";
        settings["Models:Endpoints:7:Url"] = "https://example.com/v1";

        Assert.StartsWith("Models:Endpoints:7:Name ", Assert.Single(Errors(settings)));
    }

    [Theory]
    [InlineData("lab")]
    [InlineData("lab/")]
    [InlineData("/model")]
    [InlineData("elsewhere/model")]
    [InlineData("")]
    public void TheDefaultNamesAServedEndpoint(string value)
    {
        var settings = Good();
        settings["Models:Default"] = value;

        Assert.StartsWith("Models:Default ", Assert.Single(Errors(settings)));
    }

    [Fact]
    public void NothingThatHoldsTheKeyShowsIt()
    {
        var settings = Good();
        settings[$"{First}:ApiKey"] = "sk-very-secret";
        using var models = new Models(settings);

        Assert.Equal("sk-very-secret", models.Servers.All[0].ApiKey);
        foreach (var holder in new object[] { Models.Read(settings), Models.Read(settings).Endpoints[0], models.Servers.All[0], models.Catalog.Endpoints[0] })
            Assert.DoesNotContain("secret", holder.ToString());
    }

    private static Dictionary<string, string?> Good() => new()
    {
        [$"{First}:Name"] = "lab",
        [$"{First}:Url"] = "http://localhost:8000/v1",
    };

    private static IEnumerable<string> Errors(Dictionary<string, string?> settings) =>
        new ModelsOptionsCheck().Validate(null, Models.Read(settings)).Failures ?? [];
}
