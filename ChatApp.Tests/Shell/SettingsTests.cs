using ChatApp.Account;
using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Replies;
using ChatApp.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.Shell;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Database:Provider", "Oracle", "Database:Provider must be Sqlite, PostgreSql or SqlServer.")]
    [InlineData("Database:Provider", "7", "Database:Provider must be Sqlite, PostgreSql or SqlServer.")]
    [InlineData("Database:Provider", "SqlServer", "ConnectionStrings:Default must be a connection string of Database:Provider; only with Sqlite may it be left out.")]
    [InlineData("ConnectionStrings:Default", "nonsense", "ConnectionStrings:Default must be a connection string of Database:Provider; only with Sqlite may it be left out.")]
    [InlineData("Node:Name", "a/b", "Node:Name must be 1 to 100 letters, digits, dots, dashes or underscores.")]
    [InlineData("Connections:Retention", "00:00:00", "Connections:Retention is a time from 00:00:01 to 01:00:00.")]
    [InlineData("Connections:Retention", "01:00:01", "Connections:Retention is a time from 00:00:01 to 01:00:00.")]
    [InlineData("Proxy:Known", "somewhere", "Proxy:Known must list IP addresses or ranges such as 10.0.0.0/8.")]
    public void ABadSettingIsASentence(string key, string value, string sentence) => Assert.Equal([sentence], Refusals($"--{key}={value}"));

    [Theory]
    [InlineData("10.0.0.1, 192.168.0.0/16")]
    [InlineData("::1")]
    public void ProxiesAreAddressesOrRanges(string known) => Assert.Empty(Refusals($"--Proxy:Known={known}"));

    [Fact]
    public void AListOfProxiesIsReadAsWell() => Assert.NotEmpty(Refusals("--Proxy:Known:0=10.0.0.1", "--Proxy:Known:1=nobody"));

    [Fact]
    public void ABugIsNoRefusal() => Assert.Empty(StartRefusals.Of(new InvalidOperationException("Sequence contains no elements")));

    private static IReadOnlyList<string> Refusals(params string[] args)
    {
        var builder = HostStart.CreateBuilder(args);
        builder.AddDatabase();
        builder.AddAccount();
        builder.AddLanguageModels();
        builder.AddReplies();
        builder.AddShell();
        var app = builder.Build();
        return Record.Exception(() => app.Services.GetRequiredService<IStartupValidator>().Validate()) is { } refusal ? StartRefusals.Of(refusal) : [];
    }
}
