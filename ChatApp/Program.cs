using ChatApp;
using ChatApp.Account;
using ChatApp.Admin;
using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Files;
using ChatApp.Files.Reader;
using ChatApp.LanguageModels;
using ChatApp.Queue;
using ChatApp.Replies;
using ChatApp.Resilience;
using ChatApp.Shell;

ProcessCulture.UseInvariant();
if (ReaderProgram.Run(args) is { } read)
    return read;
try
{
    var builder = HostStart.CreateBuilder(args);
    builder.AddDatabase();
    builder.AddResilience();
    builder.AddAccount();
    builder.AddQueue();
    builder.AddFiles();
    builder.AddLanguageModels();
    builder.AddReplies();
    builder.AddConversations();
    builder.AddAdmin();
    builder.AddShell();
    builder.Services.AddHostedService<Announcement>();

    var app = builder.Build();
    if ((await ResetPasswordCommand.RunAsync(app, args) ?? await BackupCommand.RunAsync(app, args)) is { } exit)
        return exit;
    await app.OpenDatabaseAsync();
    app.UseShell();
    app.MapAccount();
    app.MapFiles();
    app.MapReplies();
    app.MapConversations();
    app.MapAdmin();
    app.MapShell();
    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (StartRefusals.Of(refusal) is { Count: > 0 } sentences)
{
    return StartRefusals.Print(sentences);
}
