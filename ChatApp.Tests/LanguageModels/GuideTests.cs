using ChatApp.LanguageModels.Guide;
using Microsoft.Extensions.AI;

namespace ChatApp.Tests.LanguageModels;

public sealed class GuideTests
{
    private static readonly HelpPage Help = new();
    private static readonly GuideAnswers Answers = new(Help);

    [Theory]
    [InlineData("How do I connect a model?", "Connecting a model")]
    [InlineData("connect ollama", "Connecting Ollama")]
    [InlineData("How can I add my OpenAI API key?", "Connecting a model")]
    [InlineData("Can I use several model servers at once?", "Several model servers")]
    [InlineData("How do I stop a running answer?", "Stopping an answer")]
    [InlineData("What does 3rd in line mean?", "The line: waiting for an answer")]
    [InlineData("why do I have to wait so long", "The line: waiting for an answer")]
    [InlineData("Retry", "When an answer fails")]
    [InlineData("What happens when the model server fails?", "When an answer fails")]
    [InlineData("How do I edit a message?", "Another answer, editing, branches")]
    [InlineData("regenerate", "Another answer, editing, branches")]
    [InlineData("Which keyboard shortcuts are there?", "Keys")]
    [InlineData("I forgot my password", "Your account")]
    [InlineData("How do I delete my account?", "Your account")]
    [InlineData("delete a conversation", "Conversations")]
    [InlineData("Who is the admin?", "For admins")]
    [InlineData("How do I use the API from a script?", "The API for programs")]
    [InlineData("Where is my data stored? Is it private?", "Privacy")]
    [InlineData("Which settings exist?", "Settings")]
    [InlineData("change the port", "Settings")]
    [InlineData("How do I write a new line?", "Writing a message")]
    [InlineData("Which model am I using and how do I choose another model?", "Choosing a model")]
    [InlineData("install a local model with ollama", "Connecting Ollama")]
    [InlineData("my answer was interrupted", "When an answer fails")]
    [InlineData("is it safe to close the tab?", "The line: waiting for an answer")]
    [InlineData("rename chat", "Conversations")]
    [InlineData("Who are you?", "What the Guide is")]
    public void AQuestionFindsItsSection(string question, string title) =>
        Assert.StartsWith($"### {title}\n\n{Help[title].Body}", Answers.Answer(question, hasModel: false));

    [Theory]
    [InlineData("Write a poem about the sea")]
    [InlineData("What is the capital of France?")]
    [InlineData("Explain quantum entanglement to a child")]
    [InlineData("你好吗")]
    [InlineData("Write me a Python script that reads a JSON file and draws a chart")]
    [InlineData("Translate this to German: the house is red")]
    [InlineData("Who wrote Hamlet?")]
    [InlineData("2 + 2")]
    [InlineData("asdf")]
    public void WhatHelpDoesNotKnowIsSaidHonestly(string question)
    {
        var answer = Answers.Answer(question, hasModel: false);

        Assert.StartsWith("I found nothing about that in ChatApp's help.", answer);
        Assert.Contains("No model is connected yet", answer);
        Assert.Contains("- Connecting a model\n", answer);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("Hi!")]
    [InlineData("Good morning, Guide.")]
    [InlineData("")]
    public void AGreetingIsWelcomedWithTheWayToConnectAModel(string question)
    {
        var answer = Answers.Answer(question, hasModel: false);

        Assert.StartsWith("Hello, and welcome to ChatApp!", answer);
        Assert.Contains("No model is connected yet", answer);
        Assert.Contains("ollama pull", answer);
        Assert.Contains("export Models__Endpoints__0__Url=", answer);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("Retry")]
    [InlineData("asdf")]
    public void WithAModelConnectedNobodyHearsThatThereIsNone(string question) =>
        Assert.DoesNotContain("No model is connected", Answers.Answer(question, hasModel: true));

    [Fact]
    public void EverySectionOfTheHelpPageIsRead() =>
        Assert.Equal(Help.Sections.Count, Help.Sections.Select(section => section.Title).Distinct().Count(title => Help[title].Body.Length > 100));

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("  What is\n the line? ", "What is the line?")]
    [InlineData("Please explain to me in detail how the line of waiting answers works", "Please explain to me in detail how the line of…")]
    public void ATitleIsTheFirstWords(string message, string title) => Assert.Equal(title, GuideAnswers.Title(message));

    [Fact]
    public async Task TheGuideStreamsItsAnswerWholeInSmallPieces()
    {
        using var models = new Models([]);

        var chunks = await models.AskAsync("How do I stop an answer?", TestContext.Current.CancellationToken, "guide/guide");

        Assert.Equal(Answers.Answer("How do I stop an answer?", hasModel: false), string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.True(chunks.Count > 10);
        Assert.NotNull(chunks[^1].Finish);
    }

    [Fact]
    public async Task TheGuideWritesTitles()
    {
        using var models = new Models([]);
        var title = "";

        await foreach (var chunk in models.Calls.StreamAsync(
            new("guide", "guide"), [new(ChatRole.System, "Write a title for the conversation below."), new(ChatRole.User, "How does it work?\n\n### Stopping\n\nPress Stop.")], TestContext.Current.CancellationToken))
            title += chunk.Text;

        Assert.Equal("How does it work?", title);
    }
}
