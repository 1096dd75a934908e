using ChatApp.Account;
using ChatApp.Replies;

namespace ChatApp.Conversations;

internal static class ConversationsSetup
{
    public static void AddConversations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConversationReader>();
        builder.Services.AddSingleton<ConversationHistory>();
        builder.Services.AddScoped(services => new FirstReading(
            services.GetRequiredService<ConversationHistory>(), services.GetRequiredService<ConversationReader>(), services.GetRequiredService<PersonChanges>()));
        builder.Services.AddSingleton<ConversationCommands>();
        builder.Services.AddSingleton<DeletedConversations>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DeletedConversations>());
    }

    public static void MapConversations(this WebApplication app)
    {
        var api = app.MapApi("/api/chat").WithTags("Conversations");
        api.MapGet("/conversations", HistoryApi.ListAsync);
        api.MapPost("/conversation", ConversationApi.CreateAsync);
        api.MapGet("/conversation/{id:guid}", ConversationApi.ReadAsync);
        api.MapPatch("/conversation/{id:guid}", ConversationApi.ChangeAsync);
        api.MapDelete("/conversation/{id:guid}", ConversationApi.DeleteAsync);
        api.MapPost("/conversation/{id:guid}/restore", ConversationApi.RestoreAsync);
    }
}
