namespace ChatApp.LanguageModels;

internal enum ModelFailureKind
{
    /// <summary>429, 503, 529: try again after a while.</summary>
    Busy,

    /// <summary>Refused connection, unknown host, other 5xx, an answer that is no stream.</summary>
    Unreachable,

    /// <summary>400, 401, 403, redirects: trying again does not help.</summary>
    Refused,

    /// <summary>The prompt does not fit the model's context.</summary>
    TooLong,

    /// <summary>More bytes than are taken for one reply.</summary>
    Endless,

    /// <summary>The stream broke, carried an error, or ended without a finish reason.</summary>
    Interrupted,
}

/// <summary>What a model server did wrong.</summary>
/// <param name="kind">Which of the ways.</param>
/// <param name="message">For logs: no keys, no addresses, no words of people.</param>
/// <param name="retryAfter">What the server asked for; null when it did not or wrote nonsense.</param>
internal sealed class ModelFailure(ModelFailureKind kind, string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public ModelFailureKind Kind { get; } = kind;
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
