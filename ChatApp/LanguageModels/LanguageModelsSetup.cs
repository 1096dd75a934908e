using ChatApp.LanguageModels.Guide;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatApp.LanguageModels;

internal static class LanguageModelsSetup
{
    public static void AddLanguageModels(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ModelsOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Read(configuration.GetSection(ModelsOptions.Section)))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ModelsOptions>, ModelsOptionsCheck>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ModelServers>();
        builder.Services.AddSingleton<ModelConnection>();
        builder.Services.AddSingleton<ModelList>();
        builder.Services.AddSingleton<ModelCatalog>();
        builder.Services.AddSingleton<ModelSight>();
        builder.Services.AddHealthChecks().AddCheck<ModelsHealth>("models");
        builder.Services.AddSingleton<HelpPage>();
        builder.Services.AddSingleton<GuideClient>();
        builder.Services.AddSingleton<ModelCalls>();
        builder.Services.AddSingleton<ContextWindow>();
        builder.Services.AddHostedService<ModelDiscovery>();
        builder.Services.AddHostedService<TokenizerWarmUp>();
    }
}
