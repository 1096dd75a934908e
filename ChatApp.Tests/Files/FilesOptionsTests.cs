using ChatApp.Files;
using ChatApp.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.Files;

public sealed class FilesOptionsTests
{
    [Theory]
    [InlineData("MaxPerMessage", "0")]
    [InlineData("QuotaBytes", "-1")]
    [InlineData("MaxFiles", "0")]
    [InlineData("MaxOpenUploads", "0")]
    [InlineData("MaxPictureBytes", "0")]
    [InlineData("MaxPicturePixels", "0")]
    [InlineData("MaxPdfBytes", "99999999999")]
    [InlineData("MaxDocumentBytes", "much")]
    [InlineData("MaxTextBytes", "0")]
    [InlineData("PictureSide", "10")]
    [InlineData("MaxTextCharacters", "1")]
    [InlineData("KeepUnsent", "00:00:01")]
    [InlineData("ReaderSlots", "33")]
    [InlineData("ReaderTimeout", "soon")]
    [InlineData("ReaderMegabytes", "64")]
    public void ABadValueStopsTheStartWithItsKey(string key, string value) => Assert.StartsWith($"Files:{key} ", Assert.Single(Refusals(key, value)), StringComparison.Ordinal);

    [Fact]
    public void WhatIsLeftOutIsGood() => Assert.Empty(Refusals("MaxPerMessage", "10"));

    private static IReadOnlyList<string> Refusals(string key, string value)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--Files:{key}={value}"]);
        builder.Services.AddOptions<FilesOptions>().BindConfiguration(FilesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        using var app = builder.Services.BuildServiceProvider();
        return Record.Exception(() => app.GetRequiredService<IStartupValidator>().Validate()) is { } refusal ? StartRefusals.Of(refusal) : [];
    }
}
