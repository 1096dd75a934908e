using System.Text.Json;

namespace ChatApp.Tests.Structure;

public sealed class RuntimeTests
{
    /// <summary>A misspelt property in a project file is no error: only what came out tells.</summary>
    [Theory]
    [InlineData("System.GC.Server", "False")]
    [InlineData("System.Globalization.Invariant", "False")]
    [InlineData("System.Runtime.TieredPGO", "False")]
    [InlineData("System.Runtime.TieredCompilation.CallCountThreshold", "100")]
    public void WhatTheProjectAsksOfTheRuntimeArrivesThere(string setting, string value)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ChatApp.runtimeconfig.json")));
        Assert.Equal(value, config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty(setting).ToString());
    }
}
