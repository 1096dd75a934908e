using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace ChatApp.Tests.Structure;

public sealed class TasteTests
{
    [Fact]
    public void MarkupIsBornInOneFolder() => Assert.Empty(
        from file in Source.Files(".cs", ".razor")
        where !file.Path.StartsWith("Markup/", StringComparison.Ordinal)
        where file.Text.Contains("MarkupString", StringComparison.Ordinal) || file.Text.Contains("AddMarkupContent", StringComparison.Ordinal)
        select file.Path);

    [Theory]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTime.Now")]
    [InlineData("DateTimeOffset.UtcNow")]
    [InlineData("DateTimeOffset.Now")]
    [InlineData("async void")]
    [InlineData("Thread.Sleep")]
    public void WhatWouldEscapeATestOrACatchIsNotWritten(string words) => Assert.Empty(
        from file in Source.Files(".cs", ".razor")
        where file.Text.Contains(words, StringComparison.Ordinal)
        select file.Path);

    // The fallback policy does not reach a page that the router shows inside a circuit.
    [Fact]
    public void EveryPageSaysWhoMaySeeIt() => Assert.Empty(
        from page in typeof(Program).Assembly.GetTypes()
        where page.IsDefined(typeof(RouteAttribute))
        where !page.IsDefined(typeof(AuthorizeAttribute)) && !page.IsDefined(typeof(AllowAnonymousAttribute))
        select page.FullName);
}
