using ChatApp.Account;
using ChatApp.Files;

namespace ChatApp.Replies;

internal static class RepliesSetup
{
    public static void AddReplies(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RepliesOptions>().BindConfiguration(RepliesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<NodeIdentity>();
        services.AddSingleton<LiveReplies>();
        services.AddSingleton<RunningReplies>();
        services.AddSingleton<OpenConversations>();
        services.AddSingleton(app => new PersonChanges().Follow(app.GetRequiredService<FileChanges>()));
        services.AddSingleton<LineBoard>();
        services.AddSingleton<LinePlaces>();
        services.AddSingleton<LineMonitor>();
        services.AddSingleton<TokenMeter>();
        services.AddSingleton<TokenRates>();
        services.AddSingleton<RecentDurations>();
        services.AddSingleton<EndpointClocks>();
        services.AddSingleton<Wake>();
        services.AddSingleton<Claims>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<ReplyRights>();
        services.AddSingleton<PromptFiles>();
        services.AddSingleton<PromptReader>();
        services.AddSingleton<ReplyEnding>();
        services.AddSingleton<ReplyGenerator>();
        services.AddSingleton<TitleGenerator>();
        services.AddSingleton<ReplyMeters>();
        services.AddSingleton<ReplyWorker>();
        services.AddSingleton<ReplyCommands>();
        services.AddSingleton<LineCommands>();
        services.AddSingleton<ReplyReading>();
        services.AddSingleton<ReplyThoughtsReader>();
        services.AddSingleton<ReplyEvents>();

        // In this order: what was left behind is taken over before the line is looked at.
        services.AddHostedService<NodeBeat>();
        services.AddHostedService<ReplySaver>();
        services.AddHostedService<LineKeeper>();
        services.AddHostedService<LineTicker>();
        services.AddHostedService<TokenRateSaver>();
        services.AddHostedService<Sweep>();
        services.AddHostedService<ReplyShutdown>();
    }

    public static void MapReplies(this WebApplication app)
    {
        var messages = app.MapApi("/api/chat/message");
        messages.MapReplyCommands();
        messages.MapReplyReading();
    }
}
