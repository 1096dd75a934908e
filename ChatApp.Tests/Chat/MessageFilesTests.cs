using AngleSharp.Dom;
using Bunit;
using ChatApp.Data;
using ChatApp.Files;

namespace ChatApp.Tests.Chat;

public sealed class MessageFilesTests : Screen
{
    [Fact]
    public void APictureIsAThumbnailThatOpensAndIsNamed()
    {
        var picture = File("graph <1>.png", FileKind.Picture) with { Width = 320, Height = 200 };
        var link = Link(picture);
        Assert.Equal($"/api/files/{picture.Id}", link.GetAttribute("href"));
        Assert.Equal(picture.Id.ToString(), link.GetAttribute("data-file"));
        Assert.Equal("picture", link.GetAttribute("data-kind"));
        var shown = link.QuerySelector("img")!;
        Assert.Equal($"/api/files/{picture.Id}/thumbnail", shown.GetAttribute("src"));
        Assert.Equal("graph <1>.png", shown.GetAttribute("alt"));
        Assert.Equal(("320", "200"), (shown.GetAttribute("width"), shown.GetAttribute("height")));
    }

    [Fact]
    public void ADocumentSaysItsNamePagesAndSize()
    {
        var link = Link(File("deadlocks.pdf", FileKind.Pdf) with { Pages = 12, Size = 1_258_291 });
        Assert.Equal("text", link.GetAttribute("data-kind"));
        Assert.Equal("PDF", link.QuerySelector(".ending")!.TextContent);
        Assert.Equal("deadlocks.pdf", link.QuerySelector(".name")!.TextContent);
        Assert.Equal("12 pages · 1.2 MB", link.QuerySelector(".facts")!.TextContent);
    }

    [Fact]
    public void WhatTheModelDidNotGetStandsBelowTheFile()
    {
        var item = Draw(Own("see") with { Files = [File("long.pdf", FileKind.Pdf) with { LeftOut = "The model got the first 31 of 80 pages" }, File("short.pdf", FileKind.Pdf)] });
        Assert.Equal("The model got the first 31 of 80 pages", Assert.Single(item.FindAll(".files .left-out")).TextContent);
        Assert.NotNull(item.Find(".files li:first-child .left-out"));
    }

    [Fact]
    public void WhatCouldNotBeReadSaysWhyAndIsNoLink()
    {
        var item = Draw(Own("see") with { Files = [File("bomb.docx", FileKind.Document) with { State = FileState.Unreadable, Problem = "This file could not be read." }] });
        Assert.Empty(item.FindAll(".files a"));
        Assert.Contains("This file could not be read.", item.Find(".files").TextContent, StringComparison.Ordinal);
        // An edited message would be refused with it.
        Assert.Null(item.Find(".files li").GetAttribute("data-sent-file"));
    }

    [Fact]
    public void WhatIsNoLongerThereSaysSoAndDoesNotGoAlong()
    {
        var item = Draw(Own("see") with { Files = [File("graph.png", FileKind.Picture) with { State = FileState.Gone, Problem = "This file is no longer on the server." }] });
        Assert.Empty(item.FindAll(".files a, .files img"));
        Assert.Equal("This file is no longer on the server.", item.Find(".files [data-state=gone] .facts").TextContent);
        Assert.Null(item.Find(".files li").GetAttribute("data-sent-file"));
    }

    [Fact]
    public void WhatIsBeingCheckedGoesAlongWhenTheMessageIsEdited()
    {
        var file = File("notes.txt", FileKind.Text) with { State = FileState.Checking };
        var item = Draw(Own("see") with { Files = [file] });
        Assert.Contains("Being checked…", item.Find(".files").TextContent, StringComparison.Ordinal);
        Assert.Equal(file.Id.ToString(), item.Find(".files li").GetAttribute("data-sent-file"));
    }

    [Fact]
    public void AMessageWithoutFilesHasNoList() => Assert.Empty(Draw(Own("hello")).FindAll(".files"));

    private IElement Link(FileView file) => Draw(Own("see") with { Files = [file] }).Find(".files a");

    private static FileView File(string name, FileKind kind) =>
        new(Guid.NewGuid(), name, "application/octet-stream", 2048, kind, FileState.Ready, null, null, null, null, Noon, null);
}
