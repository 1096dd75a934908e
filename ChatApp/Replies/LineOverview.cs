using ChatApp.LanguageModels;

namespace ChatApp.Replies;

/// <summary>All figures at one moment, for all viewers together.</summary>
internal sealed record LineOverview(LineFigures All, IReadOnlyList<EndpointFigures> Endpoints, bool Draining)
{
    public bool LooksLike(LineOverview other) => All == other.All && Draining == other.Draining && Endpoints.SequenceEqual(other.Endpoints);
}

/// <summary>One endpoint: how it was last seen, what is decided about it, and its figures.</summary>
public sealed record EndpointFigures(ModelEndpoint Endpoint, bool Paused, LineFigures Figures);
