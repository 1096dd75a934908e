using Bunit;
using ChatApp.Chat;
using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Tests.LanguageModels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.Chat;

public sealed class ModelPickerTests : Screen
{
    private readonly ModelCatalog catalog;

    public ModelPickerTests()
    {
        var options = Models.Read(Models.Settings(new("http://127.0.0.1:1/v1")));
        var servers = new ModelServers(Options.Create(options));
        catalog = new(servers, Options.Create(options), Time);
        Services.AddSingleton(catalog);
        Services.AddSingleton(new ModelSight(servers, new SwitchWatch(null!, Time, NullLogger<SwitchWatch>.Instance)));
    }

    [Fact]
    public void TheChoicesAreGroupedByEndpoint()
    {
        See(["qwen3", "org/gemma"], reachable: true);
        var picker = Picker("lab/org/gemma");
        Assert.Equal("Model", picker.Find("select").GetAttribute("aria-label"));
        Assert.Equal(["lab", "guide"], picker.FindAll("optgroup").Select(group => group.GetAttribute("label")!));
        Assert.Equal(["lab/qwen3", "lab/org/gemma"], picker.FindAll("optgroup[label=lab] option").Select(option => option.GetAttribute("value")!));
        Assert.Equal("org/gemma", picker.Find("option[selected]").TextContent);
    }

    [Fact]
    public void AnEndpointThatDoesNotAnswerIsMarked()
    {
        See(["qwen3"], reachable: false);
        Assert.Equal("lab (does not answer)", Picker(null).Find("optgroup").GetAttribute("label"));
    }

    [Fact]
    public void AModelThatIsGoneGivesWayToTheDefault()
    {
        See(["qwen3"], reachable: true);
        Assert.Equal("lab/qwen3", Picker("lab/forgotten").Find("model-picker").GetAttribute("data-model"));
    }

    [Fact]
    public void AModelFoundLaterIsOfferedWithoutAReload()
    {
        See(["qwen3"], reachable: true);
        var picker = Picker(null);
        See(["qwen3", "llama"], reachable: true);
        picker.WaitForAssertion(() => Assert.Contains("llama", picker.Find("select").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void OneNameAtTwoEndpointsSaysWhichIsMeant()
    {
        See(["guide", "qwen3"], reachable: true);
        Assert.Equal(["guide · lab", "qwen3", "guide · guide"], Picker(null).FindAll("option").Select(option => option.TextContent));
    }

    [Fact]
    public void AModelThatIsKnownNotToSeePicturesIsMarked()
    {
        See(["qwen3"], reachable: true);
        Assert.Equal("guide/guide", Picker(null).Find("option[data-blind]").GetAttribute("value"));
    }

    private void See(string[] models, bool reachable) => catalog.Saw(catalog.Find("lab")! with { Models = models, Reachable = reachable });

    private IRenderedComponent<ModelPicker> Picker(string? model) => Render<ModelPicker>(picker => picker.AddCascadingValue(Me).Add(it => it.Model, model));
}
