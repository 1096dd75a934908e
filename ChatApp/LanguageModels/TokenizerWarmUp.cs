namespace ChatApp.LanguageModels;

/// <summary>Reads the tokenizer's data right after the start: it takes a second or two that the first message need not wait for.</summary>
internal sealed class TokenizerWarmUp(ContextWindow window) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => window.CountTokens("Good morning"), stoppingToken);
}
