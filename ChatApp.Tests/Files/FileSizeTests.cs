using ChatApp.Files;

namespace ChatApp.Tests.Files;

public sealed class FileSizeTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1 KB")]
    [InlineData(1587, "1.5 KB")]
    [InlineData(20 << 20, "20 MB")]
    [InlineData(1_258_291, "1.2 MB")]
    [InlineData(1L << 30, "1 GB")]
    [InlineData(5L << 40, "5120 GB")]
    public void ASizeIsAShortNumber(long bytes, string text) => Assert.Equal(text, FileSize.Text(bytes));
}
